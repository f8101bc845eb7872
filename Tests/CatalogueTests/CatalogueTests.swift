// The catalogue of the repository, sheet by sheet, and how a sheet is asked for.

import Catalogue
import Equations
import Formats
import Testing

@Suite struct CatalogueTests {
  static let names = (try? Catalogue(checkout))?.names ?? []

  @Test func `all sheets of the first families are there`() {
    let wanted = [
      "additive", "g2p-encoder", "gru", "gru-reset-after", "leaky", "leaky-learned", "lstm", "lstm-coupled",
      "lstm-peephole", "rnn", "rnn-bidirectional", "rnn-stacked", "skip",
    ]
    #expect(Self.names.filter(wanted.contains) == wanted)
  }

  @Test(arguments: names)
  func `a sheet of the catalogue has title, source and captions, and no oddities`(name: String) throws {
    let sheet = try Catalogue(checkout).sheet(name)
    #expect(sheet.title != nil)
    #expect(sheet.source?.contains { $0.isNumber } == true, "an author and a year")
    let model = try Model(sheet)
    #expect(model.warnings.isEmpty)
    for quantity in model.quantities { #expect(quantity.caption?.isEmpty == false, "\(quantity.name) has no caption") }
  }

  @Test(arguments: names)
  func `a sheet of the catalogue opens with weights and an input worth stepping through`(name: String) throws {
    let catalogue = try Catalogue(checkout)
    let sheet = try catalogue.sheet(name)
    let weights = try catalogue.weights(for: sheet)
    let model = try Model(sheet, try Bindings(for: sheet, weights: weights))
    let values = try weights.map { try ModelValues(model, weights: $0) } ?? ModelValues(model, seed: 1)
    #expect(values.warnings.isEmpty)
    for (tensor, parameter) in zip(values.parameters, model.parameters) {
      #expect(tensor.shape == parameter.shape.axes)
    }
    let inputs = try LoadedInputs(exampleFor: model, seed: 1)
    // What is worked out once is stepped equation by equation.
    #expect(inputs.steps.max() ?? 0 > 1 || model.quantities.count > 4)
    for value in inputs.values.compactMap({ $0 }) { #expect(value.doubles.contains { $0 != 0 }) }
  }

  @Test func `titles and sources are listed with names and paths`() throws {
    let entry = try Catalogue(checkout).sheets.first { $0.name == "gru" }
    #expect(entry?.title == "Gated recurrent unit")
    #expect(entry?.source == "Cho et al. 2014, arXiv:1406.1078")
    #expect(entry?.path == "\(checkout.models)/gru.eqn")
  }

  @Test func `a slip of the fingers is told the nearest name`() throws {
    let catalogue = try Catalogue(checkout)
    #expect(complaint { _ = try catalogue.sheet("gur") } == #"no sheet is called "gur"; did you mean gru?"#)
    #expect(
      complaint { _ = try catalogue.sheet("perceptron") }
        == #"no sheet is called "perceptron"; 'unroll models' lists them"#)
  }

  @Test func `a path is told by its ending, by a slash, or by being there`() throws {
    let scratch = Scratch()
    let catalogue = try Catalogue(checkout)
    let path = scratch.file("mine", "input x\nh = x")
    #expect(try catalogue.sheet(path).name == path)
    #expect(complaint { _ = try catalogue.sheet("gru.eqn") } == "gru.eqn: no such file")
    #expect(complaint { _ = try catalogue.sheet("./gru") } == "./gru: no such file")
    #expect(
      complaint { _ = try catalogue.sheet(scratch.folder) } == "\(scratch.folder): is a folder, where a file is needed")
  }

  @Test func `mistakes of a sheet are told with its name`() throws {
    let scratch = Scratch()
    let path = scratch.file("bad.eqn", "h = = 1")
    let message = try #require(complaint { _ = try Catalogue(checkout).sheet(path) })
    #expect(message.hasPrefix("\(path):1:5: "))
  }

  // MARK: weights

  @Test func `the published encoder finds the weights of g2p, and a sheet without weights none`() throws {
    let catalogue = try Catalogue(checkout)
    #expect(try catalogue.weights(for: catalogue.sheet("g2p-encoder"))?.path == "\(checkout.weights)/g2p.npz")
    #expect(try catalogue.weights(for: catalogue.sheet("\(checkout.models)/g2p-encoder.eqn")) != nil)
    #expect(try catalogue.weights(for: catalogue.sheet("skip")) == nil)
  }

  @Test(arguments: ["rnn", "gru", "lstm", "leaky-learned"])
  func `what was trained for a sheet opens it, and no sheet of a longer name`(name: String) throws {
    let catalogue = try Catalogue(checkout)
    #expect(try catalogue.weights(for: catalogue.sheet(name))?.metadata["sheet"] == name)
    for longer in catalogue.names where longer.hasPrefix(name + "-") {
      #expect(try catalogue.weights(for: catalogue.sheet(longer))?.metadata["sheet"] != name)
    }
  }

  @Test func `weights of a name's first part serve only where they hold every tensor`() throws {
    let scratch = Scratch()
    scratch.file("models/a-b.eqn", "input x: 2\nparam W: 3×2\nh = W x")
    scratch.file("models/a-b-c.eqn", "input x: 2\nparam V, W: 3×2\nh = W x + V x")
    scratch.folder("weights")
    _ = try scratch.tensors("weights/a.safetensors", [("W", [3, 2], Array(repeating: 1, count: 6))])
    let catalogue = try Catalogue(.at(scratch.folder))
    #expect(try catalogue.weights(for: catalogue.sheet("a-b"))?.names == ["W"])
    #expect(try catalogue.weights(for: catalogue.sheet("a-b-c")) == nil)
  }

  @Test func `weights that say whose they are serve no sheet of a longer name`() throws {
    let scratch = Scratch()
    for name in ["a", "a-b"] { scratch.file("models/\(name).eqn", "input x: 2\nparam W: 3×2\nh = W x") }
    scratch.folder("weights")
    _ = try scratch.tensors(
      "weights/a.safetensors", [("W", [3, 2], Array(repeating: 1, count: 6))], metadata: ["sheet": "a"])
    let catalogue = try Catalogue(.at(scratch.folder))
    #expect(try catalogue.weights(for: catalogue.sheet("a")) != nil)
    #expect(try catalogue.weights(for: catalogue.sheet("a-b")) == nil)
  }

  @Test func `an alphabet of the weights makes a vector input read symbols, unless vectors are fed to it`() throws {
    let scratch = Scratch()
    let sheet = try SheetParser.parse(
      "dims D = 2\ninput x: D\nparam W: D×D\nh = W x\nexample x: noise 5\n", name: "test")
    let file = try scratch.tensors(
      "w.safetensors", [("W", [2, 2], [1, 2, 3, 4])], metadata: ["alphabet/x": #"["0","1"]"#])
    let symbolic = try Model(sheet.reading(symbolsOf: file), try Bindings(for: sheet, weights: file))
    let x = try #require(symbolic.input(named: "x"))
    #expect(x.kind == .token(Alphabet(symbols: ["0", "1"])) && x.example == nil)
    #expect(sheet.reading(symbolsOf: file, unless: ["x"]) == sheet)
    func vectors(_ text: String) -> Set<String> { sheet.vectorsFed(.text(text), file) }
    #expect(vectors("0110").isEmpty && vectors("abc").isEmpty)
    #expect(vectors("1 0; 0 1") == ["x"])
    let inputs = try scratch.tensors("x.safetensors", [("x", [3, 2], Array(repeating: 1, count: 6))])
    #expect(sheet.vectorsFed(.file(inputs), file) == ["x"])
    let tokens = try scratch.integers("t.safetensors", "x", [0, 1])
    #expect(sheet.vectorsFed(.file(tokens), file).isEmpty)
  }

  @Test func `weights that cannot be read are an error, not a random start`() throws {
    let scratch = Scratch()
    scratch.file("models/a.eqn", "input x: 2\nparam W: 3×2\nh = W x")
    let path = scratch.file("weights/a.npz", "")
    let catalogue = try Catalogue(.at(scratch.folder))
    #expect(
      complaint { _ = try catalogue.weights(for: catalogue.sheet("a")) }
        == "\(path): is empty, where tensors were expected (safetensors, npz or npy)")
  }
}
