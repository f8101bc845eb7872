// unroll trace: the numbers that it writes, and where it writes them.

import Formats
import Glibc
import TestSupport
import Testing

@Suite struct TraceTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func trace(_ arguments: [String], _ output: String = "out.safetensors") throws -> TensorFile {
    let result = try Program.run(["trace"] + arguments + ["-o", output], in: place.folder)
    try #require(result.status == .exited(0), "\(result.errorText)")
    #expect(result.output == [])
    #expect(result.complaints == [])
    return try place.read(output)
  }

  /// The largest difference, in parts of the largest magnitude expected.
  private func error(_ found: TensorFile, _ name: String, _ golden: TensorFile, _ goldenName: String) throws -> Double {
    let (found, expected) = (try found.tensor(named: name), try golden.tensor(named: goldenName))
    guard found.shape == expected.shape || expected.shape == [] else { return .infinity }
    let pairs = zip(found.asDoubles(), expected.asDoubles())
    let largest = pairs.reduce(0) { max($0, abs($1.1)) }
    return pairs.reduce(0) { abs($1.0 - $1.1) <= .infinity ? max($0, abs($1.0 - $1.1)) : .infinity }
      / max(largest, 1e-30)
  }

  // MARK: numbers

  @Test(arguments: [
    "additive", "gru", "gru-reset-after", "leaky", "leaky-learned", "lstm", "lstm-coupled", "lstm-peephole", "rnn",
    "rnn-bidirectional", "rnn-stacked", "skip",
  ])
  func `a sheet with its golden file gives the golden trace, sizes and constants following from the file`(
    name: String
  ) throws {
    let path = Checkout.fixture("golden/\(name).safetensors", of: "EvaluationTests")
    let golden = try TensorFile(path: path)
    let expected = golden.names.filter { $0.hasPrefix("trace/") }
    #expect(expected.count > 1)
    for (option, tolerance) in [([], 1e-5), (["--double"], 1e-12)] {
      let found = try trace([name, "--weights", path, "--input", path] + option)
      for goldenName in expected {
        let name = String(goldenName.dropFirst("trace/".count))
        #expect(try error(found, name, golden, goldenName) < tolerance, "\(name)")
      }
      #expect(found.entries.allSatisfy { $0.dtype == (option == [] ? .float32 : .float64) })
    }
  }

  @Test(arguments: ["through", "gate", "memory", "transformer", "unroll"])
  func `the published encoder gives the golden states, fed a word or its numbers`(word: String) throws {
    let golden = try TensorFile(path: Checkout.fixture("g2p-golden.safetensors", of: "EvaluationTests"))
    guard case .int64(let ids) = try golden.tensor(named: "\(word)/ids").values else { throw Missing("ids") }
    try place.integers("ids.safetensors", "x", ids)
    let fed = try trace(["g2p-encoder", "--feed", word])
    for name in ["r", "z", "n", "h"] { #expect(try error(fed, name, golden, "\(word)/\(name)") < 1e-5) }
    _ = try trace(["g2p-encoder", "--input", "ids.safetensors"], "again.safetensors")
    #expect(try place.bytes("again.safetensors") == place.bytes("out.safetensors"))
  }

  @Test func `one file may hold parameters and inputs, under plain names or prefixes`() throws {
    let input = ("x", [5, 8])
    try place.tensors("plain.safetensors", gruParameters + [input])
    try place.tensors(
      "prefixed.safetensors", gruParameters.map { ("param/" + $0.0, $0.1) } + [("input/x", [5, 8])]
    ) { numbers, name in
      // The numbers depend on the length of the name.
      let plain = name.split(separator: "/").last.map(String.init) ?? name
      numbers = numbers.indices.map { Float(($0 * 37 + plain.utf8.count * 11) % 101) / 101 - 0.5 }
    }
    _ = try trace(["gru", "--weights", "plain.safetensors", "--input", "plain.safetensors"], "a.safetensors")
    _ = try trace(["gru", "--weights", "prefixed.safetensors", "--input", "prefixed.safetensors"], "b.safetensors")
    #expect(try place.bytes("a.safetensors") == place.bytes("b.safetensors"))
    #expect(try place.read("a.safetensors").entry(named: "h")?.shape == [5, 16])
  }

  @Test func `the same seed gives the same bits, another seed others`() throws {
    for (seed, name) in [("7", "a"), ("7", "b"), ("8", "c")] {
      _ = try trace(["lstm", "--weights", "random", "--seed", seed], name)
    }
    #expect(try place.bytes("a") == place.bytes("b"))
    #expect(try place.bytes("a") != place.bytes("c"))
  }

  @Test func `sizes and constants are set, and pins hold`() throws {
    let file = try trace(
      ["leaky", "--set", "H=3", "--set", "μ=0.25", "--pin", "g = 0 from 2 to 4", "--pin", "g[1] = 1 at 3"])
    let g = try file.tensor(named: "g")
    #expect(g.shape == [32, 3])
    #expect(Array(g.asFloats()[3..<12]) == [0, 0, 0, 1, 0, 0, 0, 0, 0])
    let h = try file.tensor(named: "h").asFloats()
    #expect(abs(h[6] - (0.25 * h[3] + 0.75)) < 1e-6)
  }

  @Test(arguments: [
    ("g2p-encoder", "H=256", "H=16", "g2p.npz is for V = 29, D = 256, H = 256", [8, 16]),
    ("lstm", "H=8", "D=8", "lstm.safetensors is for D = 3, H = 8", [24, 16]),
  ])
  func `weights that come with a sheet stay unless sizes were set that they do not have`(
    sheet: String, same: String, other: String, words: String, shape: [Int]
  ) throws {
    _ = try trace([sheet], "a")
    _ = try trace([sheet, "--set", same], "b")
    #expect(try place.bytes("a") == place.bytes("b"))
    let result = try Program.run(["trace", sheet, "--set", other, "-o", "c"], in: place.folder)
    #expect(result.status == .exited(0))
    #expect(
      result.errorText.split(separator: "\n").contains(
        "note: \(words): the parameters start at random instead, seed 1"), "\(result.errorText)")
    #expect(try place.read("c").entry(named: "h")?.shape == shape)
  }

  @Test func `without the weights that come with a sheet, its parameters start at random in its own sizes`() throws {
    _ = try trace(["lstm"], "trained")
    #expect(try place.read("trained").entry(named: "output")?.shape == [31])
    for word in ["random", "none"] {
      _ = try trace(["lstm", "--weights", word], word)
      #expect(try place.read(word).entry(named: "h")?.shape == [24, 16])
    }
    #expect(try place.bytes("random") == place.bytes("none"))
  }

  @Test func `odd numbers are warned of and run`() throws {
    try place.tensors("w.safetensors", gruParameters) { numbers, name in
      if name == "U_z" { (numbers[3], numbers[20]) = (.nan, .infinity) }
    }
    try place.tensors("x.safetensors", [("x", [5, 8])]) { numbers, _ in numbers[18] = .nan }
    let result = try Program.run(
      ["trace", "gru", "--weights", "w.safetensors", "--input", "x.safetensors", "-o", "o"], in: place.folder)
    #expect(result.status == .exited(0))
    #expect(
      result.complaints == [
        "warning: U_z holds 2 numbers that are NaN or infinite, first [1,4]", "warning: x[3,3] is NaN or infinite",
      ])
    #expect(try place.read("o").tensor(named: "h").asFloats().contains { $0.isNaN })
  }

  // MARK: places

  @Test func `a target that is missing leaves the loss out, and says so`() throws {
    let result = try Program.run(["trace", "gru", "--weights", "none", "-o", "o"], in: place.folder)
    #expect(result.errorText == "note: loss is left out: the input y is not given\n")
    #expect(try place.read("o").names == ["z", "r", "h\u{303}", "h"].map { $0 })
  }

  @Test func `a file that was there is replaced whole, or stays as it was`() throws {
    try place.write("o", "before")
    #expect(try Program.run(["trace", "gru", "--feed", "1", "-o", "o"], in: place.folder).status == .exited(1))
    #expect(try place.bytes("o") == Array("before".utf8))
    _ = try trace(["gru"], "o")
    #expect(try place.names == ["o"])
  }

  @Test func `a minus sign is standard output, for a pipe and for a file`() throws {
    _ = try trace(["gru"], "plain")
    let piped = try Program.shell(
      "unroll trace gru -o - | cat > piped; unroll trace gru -o - > redirected", in: place.folder)
    #expect(piped.status == .exited(0))
    #expect(try place.bytes("piped") == place.bytes("plain"))
    #expect(try place.bytes("redirected") == place.bytes("plain"))
    let terminal = try PseudoTerminal(
      running: Program.path, ["trace", "gru", "-o", "-"], environment: Program.environment())
    #expect(terminal.waitForExit() == .exited(64))
    #expect(terminal.screen.contains("tensors cannot be shown"))
  }

  @Test(arguments: [
    (".", ".: is a folder, where a file is needed"),
    ("none/out", "none/out: cannot be written, for its folder does not exist"),
    ("file/out", "file/out: cannot be written, for its folder does not exist"),
    ("/dev/full", "/dev/full: cannot be written, for the disk is full"),
  ])
  func `a place that cannot be written is told, and nothing is left`(output: String, message: String) throws {
    try place.write("file", "x")
    let result = try Program.run(["trace", "gru", "-o", output], in: place.folder)
    #expect(result.status == .exited(1))
    #expect(result.complaints == [message])
    #expect(try place.names == ["file"])
  }

  @Test func `a trace takes little more memory than what it reads and records`() throws {
    let steps = 100_000
    try place.tensors("long.safetensors", [("x", [steps, 64])])
    let result = try Program.run(
      [
        "trace", "lstm", "--weights", "none", "--set", "H=64", "--set", "D=64", "--input", "long.safetensors", "-o",
        "out",
      ], in: place.folder,
      seconds: 300)
    #expect(result.status == .exited(0))
    // Six vectors of 64 units are recorded, one is read.
    let needed = steps * 64 * 7 * 4
    #expect(try place.read("out").entries.reduce(0) { $0 + $1.count * 4 } == steps * 64 * 6 * 4)
    #expect(Double(result.peakMemory) < 1.2 * Double(needed), "\(result.peakMemory) bytes for \(needed)")
  }
}
