// Sheets with more lines, and with inputs of another kind.

import Equations
import Testing

@Suite struct SheetEditingTests {
  private func sheet(_ text: String) throws -> Sheet { try SheetParser.parse(text, name: "test") }

  @Test func `A vector input is read as symbols, others of its line stay vectors`() throws {
    let sheet = try sheet("dims D = 2\ninput x, y: D  # seen\ninput A: D×D\nparam W: D×D\nz = W x + y\n")
    #expect(sheet.vectorInputs == ["x", "y"])
    let symbolic = sheet.readingSymbols(in: ["x"])
    let model = try Model(symbolic, Bindings())
    #expect(model.input(named: "x")?.kind == .token(nil) && model.input(named: "y")?.kind == .tensor)
    #expect(model.input(named: "x")?.caption == "seen")
    #expect(sheet.readingSymbols(in: ["A"]) == sheet)
  }

  private static let compared = """
    dims D = 2
    input x: D
    input y: D
    param W: D×D
    h = W x
    loss = sum((h - y)^2)
    example x: pulse 3
    example y: pulse 3
    """

  @Test func `Lines take the place of an equation of their name, and of the input that it alone read`() throws {
    let lines = "input target\nparam v: D\nout = vᵀ h\nloss = (out - target)^2\n"
    let more = try sheet(Self.compared).adding(lines)
    let model = try Model(more, Bindings())
    #expect(model.inputs.map(\.name) == ["x", "target"])
    #expect(model.quantities.map(\.name) == ["h", "out", "loss"])
    #expect(model.quantities.last?.text == "loss = (out - target)^2")
    // Once is enough.
    #expect(try more.adding(lines) == more)
    #expect(throws: SheetErrors.self) { try more.adding("input = = 3\n") }
  }

  @Test func `An example goes alone`() throws {
    let left = try sheet(Self.compared).withoutExample(of: "y")
    let names = left.items.compactMap { item in
      if case .example(let target, _) = item.kind { target.name } else { nil }
    }
    #expect(names == ["x"])
  }
}
