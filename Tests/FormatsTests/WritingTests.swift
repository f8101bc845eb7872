// What is written is what is read, and a file is there whole or not at all.

import Formats
import Glibc
import Testing

@Suite struct RoundTripTests {
  private static let names = ["W_z", "h̃", "σ(h̃)", "U[2]", "d/h", "e\u{301}", "μ", "a b\"\\\n", "", "日本", "👩‍🔬"]

  /// Any bits are a number, NaNs among them.
  private func values(_ count: Int, _ random: inout SplitMix) -> [Float] {
    (0..<count).map { _ in Float(bitPattern: UInt32.random(in: .min ... .max, using: &random)) }
  }

  @Test(arguments: 0..<60)
  func `any tensors come back bit for bit`(seed: UInt64) throws {
    var random = SplitMix(seed: seed)
    let scratch = Scratch()
    let path = scratch.path("w.safetensors")
    let tensors = Self.names.shuffled(using: &random).prefix(Int.random(in: 0...6, using: &random)).map { name in
      let shape = (0..<Int.random(in: 0...4, using: &random)).map { _ in Int.random(in: 0...5, using: &random) }
      return TensorFileWriter.Declaration(
        name: name, shape: shape, precision: Bool.random(using: &random) ? .float32 : .float64)
    }
    let metadata = Dictionary(uniqueKeysWithValues: Self.names.prefix(Int(seed % 4)).map { ($0, "\($0) \u{1} 𝕊") })
    let all = values(tensors.reduce(0) { $0 + (Tensor.count(of: $1.shape) ?? 0) }, &random)

    var writer = try TensorFileWriter(path: path, tensors: tensors, metadata: metadata)
    var rest = all[...]
    while !rest.isEmpty {
      let piece = Int.random(in: 1...rest.count, using: &random)
      try writer.append(Array(rest.prefix(piece)))
      rest = rest.dropFirst(piece)
    }
    try writer.finish()

    let file = try TensorFile(path: path)
    #expect(file.metadata == metadata)
    #expect(file.names == tensors.map(\.name))
    rest = all[...]
    for tensor in tensors {
      let read = try file.tensor(named: tensor.name)
      let written = rest.prefix(read.count)
      rest = rest.dropFirst(read.count)
      #expect(read.shape == tensor.shape)
      switch read.values {
      case .float32(let values):
        #expect(tensor.precision == .float32)
        #expect(values.map(\.bitPattern) == written.map(\.bitPattern))
      case .float64(let values):
        #expect(tensor.precision == .float64)
        #expect(values.map(\.bitPattern) == written.map { Double($0).bitPattern })
      case .int64: Issue.record("a float was read as an integer")
      }
    }
    #expect(rest.isEmpty)
  }

  @Test func `doubles are kept, or rounded where single precision was declared`() throws {
    let scratch = Scratch()
    let path = scratch.path("w.safetensors")
    var writer = try TensorFileWriter(
      path: path,
      tensors: [.init(name: "wide", shape: [2], precision: .float64), .init(name: "narrow", shape: [1, 2])])
    try writer.append([0.1, 1e300, 0.1, 1e300] as [Double])
    try writer.finish()
    let file = try TensorFile(path: path)
    #expect(try file.tensor(named: "wide") == Tensor(shape: [2], float64: [0.1, 1e300]))
    #expect(try file.tensor(named: "narrow") == Tensor(shape: [1, 2], float32: [0.1, .infinity]))
  }

  @Test func `a file longer than any buffer comes back`() throws {
    let scratch = Scratch()
    let path = scratch.path("w.safetensors")
    let values = (0..<100_000).map { Float($0) }
    var writer = try TensorFileWriter(
      path: path,
      tensors: [
        .init(name: "a", shape: [1000, 100]), .init(name: "b", shape: [100_000], precision: .float64),
        .init(name: "c", shape: [100_000]),
      ])
    try writer.append(values)
    try writer.append(values)
    for start in stride(from: 0, to: values.count, by: 64) { try writer.append(Array(values[start...].prefix(64))) }
    try writer.finish()
    let file = try TensorFile(path: path)
    for name in ["a", "b", "c"] { #expect(try file.tensor(named: name).asFloats() == values) }
  }

  @Test func `the data begin at a multiple of eight bytes`() throws {
    let scratch = Scratch()
    for name in ["a", "ab", "abc", "abcd"] {
      let path = scratch.path("w")
      let writer = try TensorFileWriter(path: path, tensors: [.init(name: name, shape: [0])])
      try writer.finish()
      #expect(contents(of: path).count.isMultiple(of: 8))
    }
  }
}

@Suite struct WritingTests {
  @Test func `a writer that is dropped leaves nothing behind and the old file as it was`() throws {
    let scratch = Scratch()
    let path = scratch.file("w.safetensors", [1, 2, 3])
    do {
      var writer = try TensorFileWriter(path: path, tensors: [.init(name: "x", shape: [100_000])])
      try writer.append(Array(repeating: 1, count: 50_000) as [Float])
      #expect(scratch.contents == ["w.safetensors", "w.safetensors.partial"])
    }
    #expect(scratch.contents == ["w.safetensors"])
    #expect(contents(of: path) == [1, 2, 3])
  }

  @Test func `a finished file replaces the old one and keeps its rights`() throws {
    let scratch = Scratch()
    let path = scratch.file("out.json", Array("a longer text than the new one".utf8))
    chmod(path, 0o640)
    try writeFileWhole(path: path, bytes: "{}\n".utf8)
    #expect(contents(of: path) == Array("{}\n".utf8))
    #expect(scratch.contents == ["out.json"])
    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o640)
  }

  @Test func `a symbolic link stays one and its target is written`() throws {
    let scratch = Scratch()
    let target = scratch.file("target", [1])
    #expect(symlink("target", scratch.path("link")) == 0)
    try writeFileWhole(path: scratch.path("link"), bytes: [2, 3])
    #expect(contents(of: target) == [2, 3])
    var status = stat()
    #expect(lstat(scratch.path("link"), &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFLNK)
  }

  @Test func `a device is written to and stays one`() throws {
    try writeFileWhole(path: "/dev/null", bytes: [1, 2])
    var status = stat()
    #expect(stat("/dev/null", &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFCHR)
  }

  private func complaint(_ path: String, _ write: (String) throws(FormatError) -> Void) -> String? {
    do throws(FormatError) {
      try write(path)
      return nil
    } catch {
      #expect(error.path == path)
      return error.message
    }
  }

  @Test func `what cannot be written is told`() {
    let scratch = Scratch()
    let places = [
      (scratch.folder, "is a folder, where a file is needed"),
      (scratch.path("new/"), "is a folder, where a file is needed"),
      (scratch.path("no/folder"), "cannot be written, for its folder does not exist"),
      ("/dev/full", "cannot be written, for the disk is full"),
      ("", "cannot be written, for its folder does not exist"),
      (scratch.path("a\0b"), "cannot be written, for its folder does not exist"),
      (scratch.path(String(repeating: "x", count: 250)), "cannot be written: file name too long"),
    ]
    for (path, message) in places {
      #expect(complaint(path) { path throws(FormatError) in try writeFileWhole(path: path, bytes: [1]) } == message)
      let long = complaint(path) { path throws(FormatError) in
        var writer = try TensorFileWriter(path: path, tensors: [.init(name: "x", shape: [100_000])])
        try writer.append(Array(repeating: 1, count: 100_000) as [Float])
        try writer.finish()
      }
      #expect(long == message)
    }
    #expect(scratch.contents.isEmpty)
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everything"))
  func `a folder and a file without the right to write are told`() {
    let scratch = Scratch()
    let file = scratch.file("locked", [1])
    chmod(file, 0o400)
    let write = { (path: String) throws(FormatError) in try writeFileWhole(path: path, bytes: [2]) }
    #expect(complaint(file, write) == "permission denied")
    chmod(scratch.folder, 0o500)
    defer { chmod(scratch.folder, 0o700) }
    #expect(complaint(scratch.path("new"), write) == "permission denied")
    #expect(contents(of: file) == [1])
  }

  @Test(arguments: [
    (["é", "e\u{301}"], "this name stands twice in the file"),
    (["__metadata__"], "this name stands twice in the file"),
  ])
  func `names that a reader would refuse are not written`(names: [String], message: String) {
    let scratch = Scratch()
    let said = complaint(scratch.path("w")) { path throws(FormatError) in
      _ = try TensorFileWriter(path: path, tensors: names.map { .init(name: $0, shape: []) })
    }
    #expect(said == message)
    #expect(scratch.contents.isEmpty)
  }

  @Test func `a shape that cannot be counted is not written`() {
    let scratch = Scratch()
    for shape in [[1 << 62], [1 << 32, 1 << 32], [-1]] {
      let said = complaint(scratch.path("w")) { path throws(FormatError) in
        _ = try TensorFileWriter(path: path, tensors: [.init(name: "x", shape: shape)])
      }
      #expect(
        said == "the shape [\(shape.map(String.init).joined(separator: ", "))] has more elements than can be counted")
    }
    #expect(scratch.contents.isEmpty)
  }
}

@Suite struct TextFileTests {
  private func complaint(_ path: String, limit: Int = 100) -> String? {
    do throws(FormatError) {
      _ = try readTextFile(path: path, limit: limit)
      return nil
    } catch {
      return error.message
    }
  }

  @Test(arguments: ["", "h̃ = tanh(W x)\n", "\r\n\0", "\u{FEFF}in the middle \u{FEFF}"])
  func `a text comes as it was written, without its byte order mark`(text: String) throws {
    let scratch = Scratch()
    let path = scratch.file("x.eqn", Array(text.utf8))
    let expected = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    #expect(try readTextFile(path: path).utf8.elementsEqual(expected.utf8))
  }

  @Test func `a text of exactly the limit is read and one byte more is not`() {
    let scratch = Scratch()
    #expect(complaint(scratch.file("x", Array(repeating: 0x61, count: 100))) == nil)
    #expect(
      complaint(scratch.file("x", Array(repeating: 0x61, count: 101)))
        == "is larger than 100 bytes, the most that is read of a text")
    #expect(complaint("/dev/zero", limit: 1 << 20) == "is larger than 1 MiB, the most that is read of a text")
  }

  @Test(
    arguments: [
      ([0xFF], 1, 0), (Array("ab\ncd\n".utf8) + [0xC3], 3, 6), (Array("h̃\n".utf8) + [0xED, 0xA0, 0x80], 2, 4),
      (Array("a\n".utf8) + [0xC0, 0x80], 2, 2), ([0xEF, 0xBB, 0xBF, 0x61, 0x80], 1, 4),
    ] as [([UInt8], Int, Int)])
  func `the first byte that is no UTF-8 is told with its line`(bytes: [UInt8], line: Int, offset: Int) {
    let scratch = Scratch()
    #expect(
      complaint(scratch.file("x", bytes))
        == "line \(line) is not UTF-8 (byte \(offset) of the file); save the text as UTF-8")
  }

  @Test func `what is no text file is told`() {
    let scratch = Scratch()
    #expect(complaint(scratch.folder) == "is a folder, where a file is needed")
    #expect(complaint(scratch.path("none")) == "no such file")
    #expect(complaint(scratch.path("a\0b")) == "no such file")
  }
}
