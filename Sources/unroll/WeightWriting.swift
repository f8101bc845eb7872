// Parameters in a file, with all that a sheet needs to be opened with them.

import Catalogue
import Debugger
import Equations
import Evaluation
import Formats
import Learning

enum WeightWriting {
  /// Writes a session's parameters, and the constant tensors that no equation gives.
  static func write(_ session: Session, to path: String) throws(FormatError) {
    let model = session.model
    let tensors = model.constants.filter { $0.value == nil }
    var writer = try TensorFileWriter(
      path: path,
      tensors: model.parameters.map { .init(name: $0.name, shape: $0.shape.axes) }
        + tensors.map { .init(name: $0.name, shape: $0.shape.axes) },
      metadata: metadata(
        model, task: session.material.trained?.task ?? session.material.weights?.metadata["task"],
        examples: [],
        alphabets: [:], lines: session.material.trained?.lines ?? session.material.weights?.metadata[Catalogue.lines]))
    for parameter in model.parameters { try writer.append(session.values.parameters[parameter.id]) }
    for constant in tensors { try writer.append(session.values.constants[constant.id]) }
    try writer.finish()
  }

  /// What the sheet needs to be opened with the parameters alone.
  ///
  /// - Parameters:
  ///   - model: the checked sheet.
  ///   - task: what the parameters were trained on.
  ///   - examples: a sequence to show them with, by input; those of the sheet where there are none.
  ///   - alphabets: those of inputs, and names along dimensions, that the model itself does not have.
  ///   - lines: what the sheet needs beside, as for a readout.
  /// - Returns: the entries by their keys.
  static func metadata(
    _ model: Model, task: String?, examples: [(input: String, words: String)], alphabets: [String: Alphabet],
    lines: String?
  ) -> [String: String] {
    let dims = model.dims.map { JSON.Member($0.name, .integer($0.count)) }
    let numbers = model.constants.compactMap { constant in
      constant.value.map { JSON.Member(constant.name, .double($0)) }
    }
    var result = [Catalogue.owner: model.name, "const": JSON.object(dims + numbers).text]
    result[Catalogue.lines] = lines
    if let task { result["task"] = task }
    for example in examples where !example.words.isEmpty { result["example/\(example.input)"] = example.words }
    var all = alphabets
    for input in model.inputs { if case .token(let alphabet?) = input.kind { all[input.name] = alphabet } }
    for dimension in model.dims {
      if let names = dimension.entryNames { all[dimension.name] = Alphabet(symbols: names) }
    }
    for (name, alphabet) in all {
      result["alphabet/\(name)"] = JSON.array(alphabet.symbols.map { .string($0) }).text
    }
    return result
  }
}
