// Files that live as long as a test, and what the reader says of them.

import Formats
import Glibc
import Testing

/// A folder of its own, removed with all that is in it when the last reference goes.
final class Scratch {
  let folder: String

  init() {
    var template = Array("/tmp/unroll-formats-XXXXXX".utf8CString)
    folder = mkdtemp(&template).map { String(cString: $0) } ?? "/nonexistent"
  }

  deinit {
    for name in contents { unlink(path(name)) }
    rmdir(folder)
  }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// The names of the files in the folder, sorted.
  var contents: [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Writes a file by plain calls, not by the code that is tested, and gives its path.
  func file(_ name: String, _ bytes: [UInt8]) -> String {
    let descriptor = open(path(name), O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    defer { close(descriptor) }
    #expect(write(descriptor, bytes, bytes.count) == bytes.count)
    return path(name)
  }
}

/// Puts one byte into a file that stays otherwise as it is.
func overwrite(_ path: String, at offset: Int, with byte: UInt8) {
  let descriptor = open(path, O_WRONLY)
  defer { close(descriptor) }
  #expect(pwrite(descriptor, [byte], 1, off_t(offset)) == 1)
}

/// The bytes of a file, by plain calls.
func contents(of path: String) -> [UInt8] {
  let descriptor = open(path, O_RDONLY)
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(descriptor, &chunk, chunk.count)
    if count <= 0 { return bytes }
    bytes += chunk[..<count]
  }
}

/// A safetensors file of a header's text and data, whose length field tells the truth.
func safetensors(_ header: String, data: [UInt8]) -> [UInt8] {
  littleEndian(UInt64(header.utf8.count)) + Array(header.utf8) + data
}

/// A version 1 npy file of a dictionary's text and data.
func npy(_ dictionary: String, data: [UInt8]) -> [UInt8] {
  [0x93] + Array("NUMPY".utf8) + [1, 0] + littleEndian(UInt16(dictionary.utf8.count)) + Array(dictionary.utf8) + data
}

func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: number.littleEndian) { Array($0) }
}

/// Opens a file and reads all that is in it; what is said if that is refused, without the path, and nil if all is well.
func complaint(about path: String) -> String? {
  do throws(FormatError) {
    let file = try TensorFile(path: path)
    for name in file.names { _ = try file.tensor(named: name) }
    return nil
  } catch {
    #expect(error.path == path)
    #expect(!error.description.contains { $0.isNewline })
    return error.description.hasPrefix(path + ": ") ? String(error.description.dropFirst(path.count + 2)) : nil
  }
}

/// The same numbers for each run: Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators".
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
