// A model's inputs out of a file of tensors: time first, under the sheet's names.

package import Equations
package import Formats

/// The inputs in a file of tensors.
///
/// An input is the tensor of its name, also under `input/NAME`: [T, D] for a stream of vectors, [T] of numbers or of
/// tokens, the sheet's own shape for what is given once. NaN is kept.
struct InputFile {
  private let file: TensorFile
  private let names: TensorNames

  init(_ file: TensorFile) throws(CatalogueError) {
    self.file = file
    names = try TensorNames(file, prefix: TensorNames.inputPrefix)
  }

  var origin: InputOrigin { InputOrigin(path: file.path, names: names.available) }

  func shape(of input: Input) throws(CatalogueError) -> [Int]? { try names.entry(for: input.name)?.shape }

  /// What it holds for an input; nil where that is not in it.
  ///
  /// - Throws: a tensor of another shape, a token that the alphabet lacks, what cannot be read.
  func loaded(_ input: Input) throws(CatalogueError) -> LoadedInput? {
    guard let entry = try names.entry(for: input.name) else { return nil }
    return LoadedInput(content: try input.content(entry, in: file))
  }

  /// Refuses a file that holds nothing for the model, or an input under a name that is almost its own: a name that is
  /// misspelled is no reason to show something else.
  func checkNames(_ model: Model) throws(CatalogueError) {
    var lacking: [Input] = []
    for input in model.inputs where try names.entry(for: input.name) == nil { lacking.append(input) }
    let known = Set(
      model.inputs.map(\.name) + model.parameters.map(\.name) + model.constants.map(\.name)
        + model.quantities.map(\.name))
    let strays = names.available.filter { !known.contains(Symbols.normalForm($0)) }
    let misspelled = lacking.first { input in
      !model.isForLossAlone(input) && nearestName(to: input.name, among: strays) != nil
    }
    let needed = lacking.filter { !model.canRun(without: [$0.id]) }
    guard misspelled != nil || (!needed.isEmpty && lacking.count == model.inputs.count) else { return }
    let told = misspelled.map { [$0] } ?? needed
    throw .missingInputs(
      told.map(\.name), path: file.path,
      nearest: told.lazy.compactMap { nearestName(to: $0.name, among: strays) }.first, available: names.available)
  }
}

extension Model {
  /// The names of the inputs that a file holds, where it holds some.
  package func inputs(in tensors: TensorFile) -> String? {
    guard let file = try? InputFile(tensors) else { return nil }
    let held = inputs.filter { ((try? file.shape(of: $0)) ?? nil) != nil }
    return held.isEmpty ? nil : held.map(\.name).joined(separator: ", ")
  }
}

extension Input {
  fileprivate func content(_ entry: TensorEntry, in file: TensorFile) throws(CatalogueError) -> LoadedInput.Content {
    guard fits(entry.shape) else {
      throw .inputShape(path: file.path, entry.name, expected: expectedAxes, found: entry.shape)
    }
    let tensor: Tensor
    do throws(FormatError) {
      tensor = try file.tensor(named: entry.name)
    } catch {
      throw .file(error)
    }
    guard case .token = kind else {
      return .numbers(stage == nil ? Tensor(shape: shape.axes, values: tensor.values) : tensor)
    }
    return .tokens(try tokens(in: tensor, of: file.path))
  }

  private func fits(_ found: [Int]) -> Bool {
    if case .token = kind { return found.count == 1 }
    guard stage == nil else { return found.count == shape.axes.count + 1 && Array(found.dropFirst()) == shape.axes }
    return found == shape.axes || (shape.isScalar && found == [1])
  }

  /// As messages say the axes: `[T, 8]`.
  private var expectedAxes: String {
    if case .token = kind { return "[T]" }
    if stage == nil, case .matrix(let rows, let columns) = shape, rows.label == columns.label, Int(rows.label) == nil {
      return "[\(rows.label), \(rows.label)] with one row and one column or more"
    }
    let axes = shape.axes.map(String.init)
    return "[\((stage == nil ? axes : ["T"] + axes).joined(separator: ", "))]"
  }

  private func tokens(in tensor: Tensor, of path: String) throws(CatalogueError) -> [Int32] {
    var result: [Int32] = []
    result.reserveCapacity(tensor.count)
    let count = shape.count
    switch tensor.values {
    case .int64(let values):
      for (index, value) in values.enumerated() {
        guard value >= 0, value < count else {
          throw .notAToken(name, path: path, step: index + 1, value: "\(value)", count: count)
        }
        result.append(Int32(truncatingIfNeeded: value))
      }
    case .float32, .float64:
      for (index, value) in tensor.asDoubles().enumerated() {
        guard let token = Int32(exactly: value), token >= 0, token < count else {
          throw .notAToken(name, path: path, step: index + 1, value: "\(value)", count: count)
        }
        result.append(token)
      }
    }
    return result
  }
}
