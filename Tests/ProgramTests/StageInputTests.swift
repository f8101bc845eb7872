// What two stages cannot be given, and what they cannot read of one another: what is wrong, where, and what to do.

import TestSupport
import Testing

@Suite struct `Sequences that do not fit` {
  let place: Workplace

  init() throws { place = try Workplace() }

  /// Two stages: the first over x, the second a decoder that feeds itself beside a target.
  private static let decoder = """
    input x
    input y
    over t in x:
      h = 2 x
    over n in 1..5, y until k > 9:
      k = n
      loss = (k - y)^2 + h[end]

    """

  /// A line for a stage over x of vectors of two, or for one behind it.
  private static func sheet(_ line: String, behind: Bool = false) -> String {
    """
    dims D = 2
    input x: D
    over t in x:
      h = x
    \(behind ? "over n in 1..3:\n  " : "  ")\(line)

    """
  }

  @Test(arguments: [
    ("y", 7, "y has 7 steps, more than it goes along with, n in 1..5: shorten y, or let that range end later"),
    ("y", 0, "the input y has no steps: it needs at least one"),
    ("x", 0, "given.safetensors: x has no steps; a sequence needs one or more"),
  ])
  func `a target or a source of another length is told by its name`(input: String, steps: Int, told: String) throws {
    try place.write("decoder.eqn", Self.decoder)
    try place.tensors("given.safetensors", [("x", [input == "x" ? steps : 3]), ("y", [input == "y" ? steps : 3])])
    let result = try Program.run(
      ["run", "decoder.eqn", "--input", "given.safetensors", "-c", "finish"], in: place.folder)
    #expect(result.status == .exited(1) && result.complaints == [told])
  }

  @Test(arguments: [
    ("dates", "x has no steps; a sequence needs one or more"), ("ntm", "x has no steps; a sequence needs one or more"),
    ("seq2seq-attention", "x has no steps; a sequence needs one or more"),
    ("multi-head", "X needs 160 numbers (16×10), found none"),
    ("attention-slide", "K needs 15 numbers (3×5), found none"),
  ])
  func `nothing is no sequence, no memory and no matrix`(sheet: String, told: String) throws {
    let result = try Program.run(["run", sheet, "--weights", "none", "--feed", "", "-c", "finish"], in: place.folder)
    #expect(result.status == .exited(1) && result.complaints == [told])
  }

  @Test(arguments: [
    ("ntm", "N", 8), ("memory-network", "K", 3), ("transformer-encoder", "L", 2), ("multi-head", "M", 4),
  ])
  func `no slots, hops, layers or heads are told once`(sheet: String, name: String, own: Int) throws {
    let result = try Program.run(
      ["run", sheet, "--weights", "none", "--set", "\(name)=0", "-c", "finish"], in: place.folder)
    #expect(result.status == .exited(1))
    #expect(
      result.complaints == [
        "\(sheet): \(name) must be 1 or more, not 0", "     = it was set so; the sheet has \(name) = \(own)",
      ])
  }

  @Test func `a decoder that never stops goes on to its limit, and says so`() throws {
    try place.write("decoder.eqn", Self.decoder)
    try place.tensors("given.safetensors", [("x", [3]), ("y", [2])])
    for arguments in [["run", "-c", "goto k@5; p k; info"], ["trace", "-o", "out"]] {
      let result = try Program.run(
        [arguments[0], "decoder.eqn", "--input", "given.safetensors"] + arguments.dropFirst(), in: place.folder)
      #expect(result.status == .exited(0))
      #expect(result.errorText == "note: n went on to its limit, 5 steps: k > 9 never held\n")
      if arguments[0] == "run" { #expect(result.outputLines.contains("k@5 = 5")) }
    }
  }

  @Test(arguments: ["a = softmax(h[:]ᵀ h)", "a = softmax(h[:t]ᵀ h)"])
  func `attention over one token looks at that one`(line: String) throws {
    try place.write("one.eqn", Self.sheet(line))
    let result = try Program.run(["run", "one.eqn", "--feed", "3 4", "-c", "p a[1]; p entropy(a)"], in: place.folder)
    #expect(result.status == .exited(0) && result.complaints == [])
    #expect(result.outputLines == ["a[1]@1 = 1", "entropy(a)@1 = 0"])
  }

  @Test(arguments: [
    // Stages that read what has not run yet.
    ("h = x + g[end]\nover n in 1..3:\n  g = h[end]", false, "h needs all steps of g before its own, and g needs h"),
    ("g = h", true, "h has the steps of another stage, those of t"),
    ("g = h[:t]", true, "[:t] cannot stand here"),
    ("g = h[:n]", true, "h has the steps of another stage, those of t"),
    ("g = h + g[end]", false, "g needs all steps of g before its own, and g needs g"),
    // Beyond the end.
    ("g = h[:t+3]", false, "[:t+3] cannot stand here"), ("g = h[:end]", false, "[:end] cannot stand here"),
    ("g = h[end-1]", true, "[end-1] cannot stand here"), ("g = h[99]", false, "there is no h[99]"),
    ("g = h[2:9]", false, "a part from one place to another cannot stand here"),
    ("g = rows(h, 2, 9)", false, "shapes do not fit in rows(h, 2, 9)"),
    // Lengths that do not go together.
    ("g = h[:]ᵀ h + h[:t]ᵀ h", false, "shapes do not fit in h[:]ᵀ h + h[:t]ᵀ h"),
    ("g = h[:] h[:]", false, "shapes do not fit in h[:] h[:]"),
  ])
  func `a line that reads what is not there is told where it stands, with a hint`(
    line: String, behind: Bool, told: String
  ) throws {
    // Where the line is the first stage's own, it stands in the place of that one's.
    let text = Self.sheet(line, behind: behind)
    let sheet = line.hasPrefix("h =") ? text.replacing("  h = x\n", with: "") : text
    try place.write("wrong.eqn", sheet)
    let result = try Program.run(["check", "wrong.eqn"], in: place.folder)
    #expect(result.status == .exited(1))
    let first = try #require(result.complaints.first)
    #expect(first.hasPrefix("wrong.eqn:") && first.hasSuffix(": \(told)"), "\(first)")
    // The line itself, and beside its caret what is expected.
    let caret = try #require(result.complaints.dropFirst(2).first)
    #expect(caret.split(separator: "^").last?.contains(" ") == true, "\(caret)")
  }

  @Test(arguments: [
    ("p h[:t+3]", "[:t+3] cannot stand here"), ("p h[99]", "there is no h[99]"), ("p a[9]", "there is no a[9]"),
    ("p h[2:9]", "h has no entry 9: they go from 1 to 2"), ("p h[end-1]", "[end-1] cannot stand here"),
    ("p h[1]@9", "there is no step 9: steps go from 1 to 2"), ("explain a[9]", "a has no entry 9: they go from 1 to 2"),
    ("pin a[9] = 1", "a has no entry 9: they go from 1 to 2"),
    ("pin h = 1 from 9", "there is no step 9: steps go from 1 to 2"),
    ("goto 99", "there is no step 99: steps go from 1 to 2"), ("break if h[99] > 1", "there is no h[99]"),
  ])
  func `a command that reads what is not there is told, and changes nothing`(command: String, told: String) throws {
    try place.write("two.eqn", Self.sheet("a = softmax(h[:t]ᵀ h)"))
    let result = try Program.run(["run", "two.eqn", "--feed", "1 2; 3 4", "-c", command], in: place.folder)
    #expect(result.status == .exited(1) && result.outputLines == [])
    let first = try #require(result.complaints.first)
    #expect(first.hasPrefix("command 1: ") && first.hasSuffix(told), "\(first)")
  }
}
