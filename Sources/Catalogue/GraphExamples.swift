// What is shown beside a graph that is given alone: the sheet's examples, and noise where an example is for another size.

package import Equations
package import Formats

extension LoadedInputs {
  /// By input; nil where nothing is shown.
  static func examplesBesideGraph(of model: Model, _ seed: UInt64) throws(CatalogueError) -> [LoadedInput?] {
    var values = try examples(of: model, seed)
    for input in model.inputs where model.isShownNoise(input) {
      values[input.id] = try input.signal(.noise, [24], seed)
    }
    return values
  }
}

extension Model {
  /// The inputs that a file lacks and that are shown nevertheless, where it holds a graph and nothing that the sheet does not
  /// know: a name that is misspelled is no reason to show something else.
  package func examples(besideGraphIn file: TensorFile) -> [Input] {
    guard let graph = sheet.graphInput, let names = try? TensorNames(file, prefix: TensorNames.inputPrefix) else {
      return []
    }
    func has(_ name: String) -> Bool { ((try? names.entry(for: name)) ?? nil) != nil }
    let known = Set((inputs.map(\.name) + parameters.map(\.name) + quantities.map(\.name)).map(Symbols.normalForm))
    guard has(graph), names.available.allSatisfy({ known.contains(Symbols.normalForm($0)) }) else { return [] }
    return examplesBesideGraph.filter { !has($0.name) }
  }

  /// The inputs that are shown beside a graph that is given alone.
  package var examplesBesideGraph: [Input] {
    inputs.filter { ($0.example != nil || isShownNoise($0)) && $0.name != sheet.graphInput }
  }

  /// Whether an input has an example for another size than it has here, and is needed for more than the loss.
  package func isShownNoise(_ input: Input) -> Bool {
    guard input.example == nil, input.kind == .tensor, input.name != sheet.graphInput else { return false }
    let hasExample = sheet.items.contains { item in
      if case .example(let target, _) = item.kind { target.spelled == input.name } else { false }
    }
    return hasExample && !isForLossAlone(input)
  }

  /// Whether nothing but the loss reads it: a target, which may be missing.
  private func isForLossAlone(_ input: Input) -> Bool {
    quantities.allSatisfy { $0.id == loss || !$0.sources.contains(.input(input.id)) }
  }
}
