// Files and settings that are wrong: one clear line, exit code 1, and nothing written.

import Formats
import TestSupport
import Testing

@Suite struct BadInputTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  private func expectRefusal(_ arguments: [String], _ message: String) throws {
    let before = try place.names
    let result = try Program.run(["trace"] + arguments + ["-o", "out"], in: place.folder)
    #expect(result.status == .exited(1))
    #expect(result.complaints == [message])
    #expect(result.output == [])
    #expect(try place.names == before)
  }

  @Test func `what is left out of a trace is told once, with what goes with it`() throws {
    let result = try Program.run(["trace", "lstm", "--feed", "(.)", "-o", "out"], in: place.folder)
    #expect(
      result.errorText
        == "note: target, counts are left out: they have 31 steps, and x has 3; without them there is no loss\n")
  }

  @Test func `inputs that are loaded as parameters are told from them`() throws {
    try place.tensors("ring.safetensors", [("A", [2, 2])])
    let result = try Program.run(["run", "gcn", "-c", "load ring.safetensors"], in: place.folder)
    #expect(
      result.complaints == [
        "command 1: ring.safetensors holds no parameters of the sheet, but A: load input ring.safetensors feeds it"
      ])
  }

  // MARK: settings

  @Test(arguments: [
    (["--set", "Q=3"], "gru: the sheet has no dimension or constant Q to set"),
    (["--feed", "1 2 3"], "x needs 8 numbers for each step, found 3 for step 1"),
    (["--feed", "1 2 3 4 5 6 7 8; 1 2 3 4 5 6 7 eight"], "\"eight\" in row 2 for x is no number"),
    (["--feed", ""], "x has no steps; a sequence needs one or more"),
    (["--weights", "none.npz"], "none.npz: no such file"),
    (["--input", "."], ".: is a folder, where a file is needed"),
    (["--pin", "z"], "--pin 'z': pin needs NAME = VALUE [from STEP [to STEP]], not z"),
    (["--pin", "zz = 0"], "--pin 'zz = 0': no equation defines zz: did you mean z?"),
    (
      ["--pin", "x = 0"],
      "--pin 'x = 0': x is no equation of the sheet: only what an equation defines can be pinned; feed gives it other "
        + "values"
    ),
    (["--pin", "z[17] = 1"], "--pin 'z[17] = 1': z has no entry 17: they go from 1 to 16"),
    (
      ["--pin", "z = 1 from 5 to 2"],
      "--pin 'z = 1 from 5 to 2': the steps go from 5 to 2: the first is the smaller one"
    ),
    (["--pin", "z = 1 from 25"], "--pin 'z = 1 from 25': there is no step 25: steps go from 1 to 24"),
    (
      ["--pin", "z = 1 from \(Int.max)"],
      "--pin 'z = 1 from \(Int.max)': there is no step \(Int.max): steps go from 1 to 24"
    ),
  ])
  func `a wrong setting is told in one line`(arguments: [String], message: String) throws {
    try expectRefusal(["gru", "--weights", "none"] + arguments, message)
  }

  @Test(arguments: [
    ("gru", "H=0", "gru: H must be 1 or more, not 0"),
    ("gru", "H=-4", "gru: H must be 1 or more, not -4"),
    ("gru", "H=2.5", "gru: H must be a whole number"),
    ("gru", "H=1000000000", "gru: H of 1000000000 is more than fits"),
    ("gru", "H=20000", "gru:8:24: a tensor of 20000×20000 is more than fits"),
    ("skip", "d=2.5", "skip:14:31: t-d must be a whole number"),
  ])
  func `a size that cannot be is told of the setting, or where the sheet uses it`(
    sheet: String, setting: String, message: String
  ) throws {
    let result = try Program.run(
      ["trace", sheet, "--weights", "none", "--set", setting, "-o", "out"], in: place.folder)
    #expect(result.status == .exited(1))
    #expect(result.complaints.first == message)
    #expect(result.complaints.count <= 3)
    #expect(try place.names == [])
  }

  @Test func `a size that metadata sets is told by their file`() throws {
    try place.tensors("huge.safetensors", gruParameters, metadata: ["const": #"{"H":1e9}"#])
    let traced = try Program.run(["trace", "gru", "--weights", "huge.safetensors", "-o", "out"], in: place.folder)
    #expect(
      traced.complaints == [
        "gru: H of 1000000000 is more than fits",
        "     = at most 268435456; huge.safetensors says so; the sheet has H = 16",
      ])
  }

  @Test func `rows may begin with a minus, and none is empty`() throws {
    try place.write("two.eqn", "input x: 2\nh = x\n")
    #expect(
      try Program.run(["run", "two.eqn", "--feed", "-1 2", "-c", "p h[1]"], in: place.folder).outputLines == [
        "h[1]@1 = -1"
      ])
    try expectRefusal(["two.eqn", "--feed", "1 2;; 3 4"], "x needs numbers in each row, found none in row 2")
  }

  @Test func `what nothing is fed to and nothing runs without is told`() throws {
    try place.write("two.eqn", "input x: 2\ninput A: 2×2\nh = A x\n")
    try expectRefusal(
      ["two.eqn", "--feed", "1 2"],
      "nothing is fed to A: feed A … gives it at the prompt, --feed 'A: …' or --input FILE before")
    try expectRefusal(
      ["two.eqn", "--feed", "1 2", "--feed", "x: 3 4", "--feed", "3 4"],
      "--feed is given twice for what has no name before it: put 'NAME: ' before one of them")
  }

  @Test(arguments: ["d=1000000000", "d=1099511627776"])
  func `a step that reaches back further than the sequence takes no memory for it`(setting: String) throws {
    let result = try Program.run(["trace", "skip", "--set", setting, "-o", "out"], in: place.folder)
    #expect(result.status == .exited(0))
    #expect(result.complaints == [])
    #expect(result.peakMemory < 200_000_000)
  }

  // MARK: parameters

  @Test(arguments: [
    (1_000_000, "gru", "H=6000", "parameters"), (2_000_000, "gru --double", "H=6000", "parameters"),
    (600_000, "memory.eqn --input long.safetensors", "H=4000", "trace"),
  ])
  func `what a limit of memory does not allow is told before it is tried`(
    kibibytes: Int, arguments: String, setting: String, what: String
  ) throws {
    try place.write("memory.eqn", "dims H = 2\ninput x\nstate h: H\nh = 0.9 h[t-1] + x\n")
    try place.tensors("long.safetensors", [("x", [50_000])])
    let result = try Program.shell(
      "ulimit -v \(kibibytes); unroll trace \(arguments) --set \(setting) -o out", in: place.folder)
    #expect(result.status == .exited(1))
    #expect(result.complaints.count == 1)
    #expect(result.complaints.first?.contains(what == "trace" ? "trace does not fit" : "\(what) do not fit") ?? false)
    #expect(result.peakMemory < 200_000_000)
    #expect(try place.names == ["long.safetensors", "memory.eqn"])
  }

  @Test func `wrong parameters are told by file, name and both shapes`() throws {
    func weights(_ name: String, _ change: (inout [(String, [Int])]) -> Void) throws {
      var list = gruParameters
      change(&list)
      try place.tensors("\(name).safetensors", list)
    }
    try weights("shape") { $0[3].1 = [16, 15] }
    try weights("missing") { $0.remove(at: 4) }
    try weights("more") { $0.removeAll { $0.0.hasSuffix("_r") } }
    try weights("twice") { $0.append(("param/W_z", [16, 8])) }
    try place.tensors("const.safetensors", gruParameters, metadata: ["const": "[3]"])
    try place.tensors("letters.safetensors", gruParameters, metadata: ["const": #"{"H":"many"}"#])
    let needs = "the file holds W_z, W_r, W_h, U_z, U_h, b_z, b_r, b_h"
    for (name, message) in [
      ("shape", "U_z is 16×15, but the parameter U_z needs 16×16"),
      (
        "more",
        "no tensor W_r for the parameter W_r, nor U_r, b_r; did you mean W_z? the file holds W_z, W_h, U_z, U_h, b_z, b_h"
      ),
      ("missing", "no tensor U_r for the parameter U_r; did you mean W_r? \(needs)"),
      ("twice", "\"W_z\" and \"param/W_z\" are one name; keep one of them"),
      ("const", "metadata \"const\": expected a JSON object of numbers"),
      ("letters", "metadata \"const\": expected a number for H"),
    ] {
      try expectRefusal(["gru", "--weights", "\(name).safetensors"], "\(name).safetensors: \(message)")
    }
  }

  // MARK: inputs

  @Test func `wrong inputs are told by file, name and both shapes`() throws {
    try place.tensors("weights.safetensors", gruParameters)
    for (name, tensors, message) in [
      ("none", [("x", [0, 8])], "x has no steps; a sequence needs one or more"),
      ("wide", [("x", [5, 9])], "x is [5, 9], expected [T, 8]"),
      ("flat", [("x", [40])], "x is [40], expected [T, 8]"),
      ("deep", [("x", [5, 8, 1])], "x is [5, 8, 1], expected [T, 8]"),
      ("other", [("v", [5, 8])], "no input x; the file holds v"),
      (
        "uneven", [("x", [5, 8]), ("y", [4, 16])],
        "x has 5 steps, y has 4; they run side by side and need as many"
      ),
    ] {
      try place.tensors("\(name).safetensors", tensors)
      try expectRefusal(
        ["gru", "--weights", "weights.safetensors", "--input", "\(name).safetensors"], "\(name).safetensors: \(message)"
      )
    }
  }

  @Test func `symbols outside the alphabet are told by step`() throws {
    for (name, ids, message) in [
      ("negative", [3, -4], "negative.safetensors: x at step 2 is -4; its symbols are numbered from 0 to 28"),
      ("large", [29], "large.safetensors: x at step 1 is 29; its symbols are numbered from 0 to 28"),
      ("none", [], "none.safetensors: x has no steps; a sequence needs one or more"),
    ] as [(String, [Int64], String)] {
      try place.integers("\(name).safetensors", "x", ids)
      try expectRefusal(["g2p-encoder", "--input", "\(name).safetensors"], message)
    }
    try place.tensors("fraction.safetensors", [("x", [2])]) { numbers, _ in numbers = [3, 0.5] }
    try expectRefusal(
      ["g2p-encoder", "--input", "fraction.safetensors"],
      "fraction.safetensors: x at step 2 is 0.5; its symbols are numbered from 0 to 28")
    try place.write("small.eqn", "input x: token(2)\nalphabet x: \"a\" \"b\"\nh = x\n")
    try expectRefusal(
      ["small.eqn", "--feed", "abc"], "\"c\" (letter 3) is not in the alphabet of x: a, b")
  }

  // MARK: damaged files

  @Test(arguments: [
    ("bad_empty.safetensors", "is empty, where tensors were expected (safetensors, npz or npy)"),
    ("bad_headerlen.safetensors", "the header claims 1099511627776 bytes, but only 600 follow"),
    ("bad_truncated.safetensors", "the file ends too soon: 608 bytes are needed, there are 599"),
    ("bad_dtype.safetensors", "a: the element type \"X9\" is not known; F64, F32, F16, BF16 and the integers are read"),
    ("bad_offsets.safetensors", "a: its bytes 9000 to 9048 lie outside of the 216 bytes of data"),
    ("bad_shape.safetensors", "a: the shape [3, 5] of F32 needs 60 bytes, the file gives it 48"),
    ("object.npz", "o: holds Python objects (|O), which are not read; save numbers instead"),
    ("README.md", "is no file of tensors (safetensors, npz or npy)"),
    (
      "ok.safetensors",
      "no tensor W_z for the parameter W_z, nor W_r, W_h, U_z, U_r, U_h, b_z, b_r, b_h; the file holds v, f8, s, a, empty, f2"
    ),
    (
      "fortran.npz", "no tensor W_z for the parameter W_z, nor W_r, W_h, U_z, U_r, U_h, b_z, b_r, b_h; the file holds a"
    ),
  ])
  func `a file that is damaged or another is told in one line`(name: String, message: String) throws {
    let path = Checkout.fixture(name, of: "FormatsTests")
    try expectRefusal(["gru", "--weights", path], "\(path): \(message)")
  }
}
