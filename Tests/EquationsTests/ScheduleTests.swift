// What runs once and what at each step, in which direction and in what order.

import Equations
import Testing

@Suite struct ScheduleTests {
  /// The stages in one line: `once: μ | t: → z h ← b`.
  private func schedule(_ text: String) throws -> String {
    let model = try Model(SheetParser.parse(text, name: "sheet"))
    return model.stages.map { stage in
      let scans = stage.scans.map { scan in
        (scan.direction == .forward ? "→ " : "← ")
          + scan.quantities.map { model.quantities[$0].name }.joined(separator: " ")
      }
      let steps =
        if case .sequence(let inputs) = stage.steps { inputs.map { model.inputs[$0].name }.joined(separator: ",") } else
        { "once" }
      return "\(steps): \(scans.joined(separator: " "))"
    }.joined(separator: " | ")
  }

  @Test(arguments: [
    ("h = x", "x: → h"),
    // As on the sheet where that is free; else what is needed comes first.
    ("b = x\na = x", "x: → b a"), ("a = b\nb = x", "x: → b a"), ("a = d\nb = x\nc = b\nd = c", "x: → b c d a"),
    // A past value may be read before it is worked out again.
    ("y = h[t-1]\nh = x", "x: → y h"), ("state h: 3\nz = h[t-1] + x\nh = z", "x: → z h"),
    // A later one needs a scan of its own, or one that runs backwards.
    ("y = h[t+1]\nh = x", "x: → h → y"), ("y = x[t+1]", "x: → y"), ("state b: 3\nb = x + b[t+1]", "x: ← b"),
    ("state f, b: 3\nf = x + f[t-1]\nb = x + b[t+1]\ny = f + b", "x: → f ← b y"),
    ("state f, b: 3\nb = x + b[t+1]\nf = x + f[t-1]\ny = f + b", "x: ← b → f y"),
    ("state f, b: 3\ny = f + b\nb = f + b[t+1]\nf = x + f[t-1]", "x: → f ← b y"),
    ("state f, b, g: 3\nf = x + f[t-1]\nb = f + b[t+1]\ng = b + g[t-1]\ny = g[t+1]", "x: → f ← b → g → y"),
    ("state a, b: 3\na = x + b[t-1]\nb = a[t-2]", "x: → a b"), ("state a, b: 3\na = x + b[t-1]\nb = a", "x: → a b"),
    ("state a, b: 3\na = b\nb = x + a[t-1]", "x: → b a"),
    // What reads no input and has no past is worked out once.
    ("μ = σ(m)\nh = μ ⊙ x", "once: → μ | x: → h"), ("h = μ ⊙ x\nν = 1 - μ\nμ = σ(m)", "once: → μ ν | x: → h"),
    ("μ = σ(m)", "once: → μ"), ("y = A m\nh = y ⊙ x", "once: → y | x: → h"), ("n = t\nh = x", "x: → n h"),
    ("μ = σ(m)\nstate h: 3 = μ\nh = h[t-1] + x", "once: → μ | x: → h"), ("state h: 3\nh = m", "x: → h"),
  ])
  func `equations run when what they read is there`(equations: String, schedule: String) throws {
    let text = "input x: 3\ninput A: 3×3\nparam m: 3\n\(equations)\n"
    #expect(try self.schedule(text) == schedule)
  }

  @Test func `a sheet walks over all its vectors, numbers and tokens at once`() throws {
    #expect(try schedule("input x: 2\ninput A: 2×2\ninput s\ninput k: token(2)\nh = A x + s k\n") == "x,s,k: → h")
  }

  @Test func `what is given once belongs to no stage`() throws {
    let model = try Model(SheetParser.parse("input x: 2\ninput A: 2×2\nμ = sum(A)\nh = μ x\n", name: "s"))
    #expect(model.inputs.map(\.stage) == [1, nil])
    #expect(model.quantities.map(\.stage) == [0, 1])
  }

  @Test func `a reach into the past may be a constant or a dimension`() throws {
    let model = try Model(
      SheetParser.parse(
        "dims d = 3\nconst k = 2\ninput x: 2\ny = x[t-d] + x[t-k] + x[t+d-1] + x[t-2d+k] + x[t]\n", name: "s"))
    #expect(
      model.quantities[0].expression.reads.map(\.at) == [.offset(-3), .offset(-2), .offset(2), .offset(-4), .now])
  }

  @Test func `equations of a model may be replaced, and are ordered anew`() throws {
    let model = try Model(SheetParser.parse("input x: 2\na = x\nb = a\nc = b\n", name: "s"))
    let late = try model.expression(SheetParser.expression("c[t-1] + x"), text: "c[t-1] + x")
    let pinned = try model.replacing([0: late])
    #expect(pinned.stages[0].scans.map(\.quantities) == [[0, 1, 2]])
    let circle = try model.expression(SheetParser.expression("c"), text: "c")
    var told = ""
    do throws(SheetErrors) {
      _ = try model.replacing([0: circle])
    } catch {
      told = error.diagnostics.map(\.message).joined()
    }
    #expect(told == "a → c → b → a go round in a circle at the same step")
  }
}
