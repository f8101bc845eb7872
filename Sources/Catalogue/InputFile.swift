// A model's inputs out of a file of tensors: time first, under the sheet's names.

package import Equations
package import Formats

extension LoadedInputs {
  /// Reads every input that the file has.
  ///
  /// An input is the tensor of its name, also under `input/NAME`: [T, D] for a stream of vectors, [T] of numbers or of
  /// tokens, the sheet's own shape for what is given once. NaN is kept. Beside a graph that stands alone, what else there is
  /// of examples is shown.
  ///
  /// - Throws: a tensor of another shape, a token that the alphabet lacks, streams that disagree, no steps, an input
  ///   without which nothing runs.
  package init(_ model: Model, file: TensorFile, seed: UInt64 = 1) throws(CatalogueError) {
    let names = try TensorNames(file, prefix: TensorNames.inputPrefix)
    var values: [LoadedInput?] = []
    for input in model.inputs {
      guard let entry = try names.entry(for: input.name) else {
        values.append(nil)
        continue
      }
      values.append(LoadedInput(content: try input.content(entry, in: file)))
    }
    let shown = model.examples(besideGraphIn: file)
    if !shown.isEmpty {
      let examples = try Self.examplesBesideGraph(of: model, seed)
      for input in shown { values[input.id] = examples[input.id] }
    }
    try self.init(values, for: model, from: InputOrigin(path: file.path, names: names.available))
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
