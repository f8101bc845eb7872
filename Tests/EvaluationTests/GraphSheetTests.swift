// What the sheets on graphs promise beyond their golden values.

import Catalogue
import Equations
import Evaluation
import Formats
import Reference
import TestSupport
import Testing

@Suite struct GraphSheetTests {
  private func model(_ name: String, _ bindings: Bindings = Bindings()) throws -> (Model, ReferenceModel) {
    let model = try Model(try Catalogue(.at("\(Checkout.root)/Resources")).sheet(name), bindings)
    let inputs = try LoadedInputs(exampleFor: model, seed: 1)
    return (model, ReferenceModel(model, try ModelValues(model, seed: 1), inputs))
  }

  @Test func `on a ring a filter by the spectrum is circular convolution by Fourier's waves`() throws {
    let (model, reference) = try model("spectral")
    let trace = try Trace<Float>(reference)
    let apart = try #require(model.quantity(named: "apart"))
    #expect(trace.value(of: apart, 0, at: 0) < 1e-5)
    let smooth = try #require(model.quantity(named: "y_g"))
    #expect(trace.doubles(of: smooth).allSatisfy { abs($0) < 1 } && trace.doubles(of: smooth).contains { $0 > 0.1 })
  }

  @Test func `a vector of an eigenvalue that others equal is told not to be the only one`() throws {
    let (model, reference) = try model("spectral")
    let vectors = try #require(model.quantity(named: "U"))
    let explanation = Explainer(try Trace<Float>(reference)).explain(vectors, Entry(0, 1), at: 0)
    func relations(_ node: Explanation) -> [String] { ["\(node.relation)"] + node.parts.flatMap(relations) }
    #expect(relations(explanation).contains { $0.contains("vectors of equal eigenvalues are not unique") })
  }

  @Test(arguments: ["U = eigvecs(A)", "U = eigvecs(A)\nλ = eigvals(A)", "U = 1.5 eigvecs(A)"])
  func `an eigenvalue is told alike whether the run has it, its vector or neither`(lines: String) throws {
    let model = try Model(SheetParser.parse("input A: 4×4\n\(lines)", name: "ring"))
    let ring: [Double] = [0, 1, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 0]
    let trace = try Trace<Double>(ReferenceModel(model, parameters: [], constants: [], inputs: [.given(ring)]))
    func words(_ node: Explanation) -> [String] { ["\(node.relation)"] + node.parts.flatMap(words) }
    let vectors = try #require(model.quantity(named: "U"))
    for (place, start) in [
      (0, "eigenvalue 1 of 4 from the smallest, -2"), (3, "eigenvalue 4 of 4 from the smallest, "),
    ] {
      let said = words(Explainer(trace).explain(vectors, Entry(1, place), at: 0))
      #expect(
        said.contains { $0.contains("entry 2 of the vector of \(start)") && !$0.contains("not unique") }, "\(said)")
    }
    let equal = words(Explainer(trace).explain(vectors, Entry(1, 2), at: 0))
    #expect(equal.contains { $0.contains("; number 2 equals it: vectors of equal eigenvalues are not unique") })
  }

  @Test func `two known members tell where nearly all of a club go`() throws {
    let (model, reference) = try model("gcn-nodes")
    let gradient = try Gradient(model, of: try #require(model.loss))
    var values = RunValues<Float>(reference)
    // Plain descent: the two known members are learned within a few dozen steps.
    for _ in 0..<100 {
      let trace = try gradient.trace(values)
      for parameter in model.parameters {
        for (place, slope) in trace.gradient(by: parameter).enumerated() {
          values.parameters[parameter.id][place] -= 0.3 * slope
        }
      }
    }
    let instructor: Set = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 17, 18, 20, 22]
    let side = try #require(model.quantity(named: "side"))
    let trace = try Trace(Plan(model), values)
    let right = trace.doubles(of: side).enumerated().count { ($0.element == 0) == instructor.contains($0.offset + 1) }
    #expect(right >= 30, "\(right) of 34")
  }

  @Test func `where nodes have no ties nothing is divided by`() throws {
    let sheet = try Catalogue(.at("\(Checkout.root)/Resources")).sheet("laplacian-slide")
    let model = try Model(sheet)
    let reference = ReferenceModel(
      model, parameters: [], constants: [], inputs: [.given(Array(repeating: 0, count: 25))])
    let trace = try Trace<Float>(reference)
    for quantity in model.quantities {
      #expect(!trace.doubles(of: quantity).contains { !$0.isFinite }, "\(quantity.name)")
    }
  }

  /// Chung's normalised Laplacian has 0 on its diagonal where the degree is, so that zeros count the parts of a graph.
  @Test func `a node without ties is a part of the graph in both spectra`() throws {
    let model = try Model(try Catalogue(.at("\(Checkout.root)/Resources")).sheet("laplacian-slide"))
    var ties = Array(repeating: 0.0, count: 25)
    for (one, other) in [(0, 1), (2, 3)] { (ties[one * 5 + other], ties[other * 5 + one]) = (2, 2) }
    let trace = try Trace<Float>(ReferenceModel(model, parameters: [], constants: [], inputs: [.given(ties)]))
    let normal = try #require(model.quantity(named: "L_norm"))
    #expect((0..<5).map { trace.doubles(of: normal)[$0 * 6] } == [1, 1, 1, 1, 0])
    for name in ["λ", "λ_norm"] {
      let spectrum = trace.doubles(of: try #require(model.quantity(named: name)))
      #expect(spectrum.count { abs($0) < 1e-6 } == 3, "\(name)")
    }
  }
}
