// A model's parameters out of a file of tensors, wherever the sheet says that they stand in it.

package import Equations
package import Formats

extension ModelValues {
  /// Reads every parameter, and the constants that have no number of their own.
  ///
  /// A parameter is the tensor of its name, also under `param/NAME`, or what its `from` says: rows of a stacked tensor in
  /// the listed order, one row of a matrix, a transpose. NaN and infinities are read, and told in `warnings`.
  ///
  /// - Throws: a tensor that is missing or has another shape; what keeps the file from being read.
  package init(_ model: Model, weights file: TensorFile) throws(CatalogueError) {
    var reader = try WeightReader(file)
    try reader.checkNames(model)
    var (parameters, constants): ([Tensor], [Tensor]) = ([], [])
    var warnings: [ValueWarning] = []
    for parameter in model.parameters {
      let tensor = try reader.tensor(parameter.name, "parameter", parameter.shape, parameter.origin)
      if let warning = ValueWarning(tensor, name: parameter.name) { warnings.append(warning) }
      parameters.append(tensor)
    }
    for constant in model.constants {
      if let filled = constant.filled {
        constants.append(filled)
        continue
      }
      let tensor = try reader.tensor(constant.name, "constant", constant.shape, constant.origin)
      if let warning = ValueWarning(tensor, name: constant.name) { warnings.append(warning) }
      constants.append(tensor)
    }
    self.init(parameters: parameters, constants: constants, warnings: warnings)
  }
}

struct WeightReader {
  let names: TensorNames
  /// The tensor that was read last: parameters that share one stand next to one another.
  private var last: (name: String, tensor: Tensor)?

  init(_ file: TensorFile) throws(CatalogueError) {
    names = try TensorNames(file, prefix: TensorNames.parameterPrefix)
  }

  /// - Throws: all tensors that the file lacks, so that none has to be found after another.
  func checkNames(_ model: Model) throws(CatalogueError) {
    var lacking: [(tensor: String, needer: String)] = []
    func check(_ name: String, _ what: String, _ origin: ParameterOrigin?) throws(CatalogueError) {
      let wanted = origin?.tensor ?? name
      guard try names.entry(for: wanted) == nil, !lacking.contains(where: { $0.tensor == wanted }) else { return }
      lacking.append((wanted, "the \(what) \(name)"))
    }
    for parameter in model.parameters { try check(parameter.name, "parameter", parameter.origin) }
    for constant in model.constants where constant.filled == nil {
      try check(constant.name, "constant", constant.origin)
    }
    guard let first = lacking.first else { return }
    throw missing(first.tensor, first.needer, others: lacking.dropFirst().map(\.tensor))
  }

  private func missing(_ tensor: String, _ needer: String, others: [String]) -> CatalogueError {
    .missingTensor(
      path: names.file.path, tensor, neededBy: needer, others: others,
      nearest: nearestName(to: tensor, among: names.available), available: names.available)
  }

  mutating func tensor(
    _ name: String, _ what: String, _ shape: Shape, _ origin: ParameterOrigin?
  ) throws(CatalogueError) -> Tensor {
    let file = names.file
    let wanted = origin?.tensor ?? name
    guard let entry = try names.entry(for: wanted) else { throw missing(wanted, "the \(what) \(name)", others: []) }
    let expected = Stored(shape, origin)
    guard expected.fits(entry.shape) else {
      throw .wrongShape(
        path: file.path, entry.name, neededBy: "the \(what) \(name)", expected: expected.words, found: entry.shape)
    }
    let stored = try read(entry)
    return stored.part(expected, as: shape)
  }

  /// The same where the file has it, in this shape.
  mutating func found(
    _ name: String, _ shape: Shape, _ origin: ParameterOrigin?
  ) throws(CatalogueError) -> Tensor? {
    let expected = Stored(shape, origin)
    guard let entry = try names.entry(for: origin?.tensor ?? name), expected.fits(entry.shape) else { return nil }
    return try read(entry).part(expected, as: shape)
  }

  private mutating func read(_ entry: TensorEntry) throws(CatalogueError) -> Tensor {
    if let last, last.name == entry.name { return last.tensor }
    do throws(FormatError) {
      let tensor = try names.file.tensor(named: entry.name)
      last = (entry.name, tensor)
      return tensor
    } catch {
      throw .file(error)
    }
  }
}

/// How a file holds what a sheet asks for.
private struct Stored {
  /// The axes after a row was taken and before anything is transposed.
  var axes: [Int]
  var row: Int?
  var isTransposed: Bool
  var firstRow: Int
  var rows: Int
  private let label: String

  init(_ shape: Shape, _ origin: ParameterOrigin?) {
    let total = origin?.totalRows ?? shape.rows.count
    var axes = shape.axes
    if axes.isEmpty, total > 1 { axes = [total] } else if !axes.isEmpty { axes[0] = total }
    let transposed = (origin?.isTransposed ?? false) && axes.count == 2
    if transposed { axes.reverse() }
    self.axes = axes
    row = origin?.row
    isTransposed = transposed
    firstRow = origin?.firstRow ?? 0
    rows = shape.rows.count
    label = axes.isEmpty ? "a scalar" : axes.map(String.init).joined(separator: "×")
  }

  /// A scalar may be stored as a vector of one number.
  func fits(_ shape: [Int]) -> Bool {
    guard let row else { return shape == axes || (axes.isEmpty && shape == [1]) }
    guard let count = shape.first, row <= count else { return false }
    return Array(shape.dropFirst()) == axes
  }

  var words: String {
    guard let row else { return label }
    return axes.isEmpty ? "a vector of at least \(row)" : "a matrix of at least \(row) rows, each \(label)"
  }
}

extension Tensor {
  /// The part of a stored tensor that a parameter of the given shape is.
  fileprivate func part(_ stored: Stored, as shape: Shape) -> Tensor {
    switch values {
    case .float32(let values): Tensor(shape: shape.axes, float32: cut(values, stored, shape))
    case .float64(let values): Tensor(shape: shape.axes, float64: cut(values, stored, shape))
    case .int64(let values): Tensor(shape: shape.axes, int64: cut(values, stored, shape))
    }
  }

  private func cut<Value>(_ values: [Value], _ stored: Stored, _ shape: Shape) -> [Value] {
    let count = stored.axes.reduce(1, *)
    let start = ((stored.row ?? 1) - 1) * count
    guard stored.isTransposed else {
      let columns = shape.columns.count
      let first = start + stored.firstRow * columns
      if first == 0, shape.count == values.count { return values }
      return Array(values[first..<first + shape.count])
    }
    var result: [Value] = []
    result.reserveCapacity(shape.count)
    // Rows of the transpose are columns of what is stored.
    for row in stored.firstRow..<stored.firstRow + stored.rows {
      for column in 0..<stored.axes[0] { result.append(values[start + column * stored.axes[1] + row]) }
    }
    return result
  }
}
