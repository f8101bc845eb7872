// What a declaration asks of the numbers that are fed.

import Catalogue
import Equations
import Testing

@Suite struct InputTermTests {
  private func told(_ declaration: String, feeding text: String) throws -> String? {
    let model = try Model(try SheetParser.parse("dims N = 3\n\(declaration)\nh = A\n", name: "terms"))
    return complaint { _ = try LoadedInputs(model, .text(text), seed: 1) }
  }

  @Test(arguments: [
    ("input A: N×N symmetric", "0 1 2; 1 0 3; 2 4 0", "A is to be symmetric: A[2,3] is 3, and A[3,2] is 4"),
    ("input A: N×N symmetric nonnegative", "0 1 0; 1 0 -2; 0 -2 0", "A is to be nonnegative: A[2,3] is -2"),
    ("input A: N×N nonnegative symmetric", "0 1 0; 2 0 0; 0 0 0", "A is to be symmetric: A[1,2] is 1, and A[2,1] is 2"),
    ("input A: N×N nonnegative", "0 0 0; 0.5 0 0; 0 -0.25 0", "A is to be nonnegative: A[3,2] is -0.25"),
    ("input A: N nonnegative", "0 1 2; 3 -4 5", "A is to be nonnegative: A[2]@2 is -4"),
    ("input A: N once nonnegative", "0 1 -2", "A is to be nonnegative: A[3] is -2"),
    ("input A nonnegative", "1 0 -3", "A is to be nonnegative: A@3 is -3"),
  ])
  func `the first entry against a word is told`(declaration: String, text: String, message: String) throws {
    #expect(try told(declaration, feeding: text) == message)
  }

  @Test(arguments: [
    ("input A: N×N symmetric nonnegative", "0 1 2; 1 5 3; 2 3 0"), ("input A: N×N symmetric", "0 -1 2; -1 0 3; 2 3 0"),
    ("input A: N×N symmetric", "0 nan 2; nan 0 0.1; 2 0.10000000001 0"), ("input A: N×N", "0 -1 2; 3 0 3; 2 3 0"),
    ("input A nonnegative", "0 1 nan"),
  ])
  func `what the words allow is fed`(declaration: String, text: String) throws {
    #expect(try told(declaration, feeding: text) == nil)
  }

  @Test func `an example is held to them as well, and entries that have names are called by them`() throws {
    let sheet = """
      dims N = 2
      input A: N×N symmetric
      h = A
      alphabet N: "anna" "bert"
      example A: 0 1; 2 0
      """
    let model = try Model(try SheetParser.parse(sheet, name: "terms"))
    #expect(
      complaint { _ = try LoadedInputs(exampleFor: model, seed: 1) }
        == "A is to be symmetric: A[1,2] is 1, and A[2,1] is 2 (anna and bert)")
  }

  @Test func `ties of a list that the sheet forbids are told by the names of its nodes`() throws {
    let scratch = Scratch()
    let list = try EdgeList(path: scratch.file("friends.csv", "anna,bert\nbert,claire,-2\n"))
    let sheet = try Catalogue(checkout).sheet("gcn")
    let model = try Model(sheet, Bindings(inputShapes: ["A": [3, 3]]))
    let told = complaint { _ = try LoadedInputs(model, .graph(list), seed: 1) }
    #expect(told?.hasSuffix("friends.csv: A is to be nonnegative: A[2,3] is -2 (bert and claire)") == true)
  }
}
