// Sizes that follow from what is fed: a dimension is as large as the newest rows, files and ties that have it say, where
// nothing else holds it.

package import Equations
import Formats

extension Feed {
  /// The sizes that are to follow from what is fed.
  ///
  /// Files tell any size; what is typed one that no parameter has, nor another input's numbers, since a number too many in a
  /// row is more likely a slip.
  /// Of a graph the ties tell how many nodes there are at least.
  ///
  /// - Parameters:
  ///   - model: the sheet as it was checked without them.
  ///   - settled: names of dimensions that were set, or that weights tell.
  /// - Returns: the axes of what is fed, by input.
  /// - Throws: two inputs out of one file that would make one dimension of two sizes.
  package func shapes(for model: Model, settled: Set<String>) throws(CatalogueError) -> [String: [Int]] {
    var shapes = FedShapes(model, settled, company: givings.last ?? [])
    for part in newestFirst { try shapes.take(part) }
    for part in newestFirst { shapes.takeTies(part) }
    return shapes.axes
  }

  /// What the newest ties call the nodes, and the dimension that these are along; nil where they are counted from 1, or called
  /// as the sheet calls them.
  package func nodeNames(for model: Model) -> (dimension: String, names: [String])? {
    guard let (input, list) = newestTies(of: model) else { return nil }
    let axis = input.shape.rows
    guard let names = list.ownNames, model.dims.contains(where: { $0.name == axis.label }),
      !list.isWithin(model.names(along: axis)), names.count <= axis.count
    else { return nil }
    return (axis.label, names + (names.count..<axis.count).map { String($0 + 1) })
  }
}

private struct FedShapes {
  private let model: Model
  private let settled: Set<String>
  /// The inputs that are typed together with the newest.
  private let company: Set<String>
  /// Names of dimensions that parameters have.
  private let learned: Set<String>
  private(set) var axes: [String: [Int]] = [:]
  /// Who has told a dimension, and how large it is.
  private var told: [String: (size: Int, by: String, shape: [Int], path: String?)] = [:]

  init(_ model: Model, _ settled: Set<String>, company: [Feed.Part]) {
    (self.model, self.settled) = (model, settled)
    self.company = Set(
      company.compactMap { part in
        guard case .typed(let text, let name) = part else { return nil }
        return model.input(for: text, named: name)?.name
      })
    learned = Set(model.parameters.flatMap { $0.shape.labels })
  }

  mutating func take(_ part: Feed.Part) throws(CatalogueError) {
    switch part {
    case .typed(let text, let name):
      guard let input = model.input(for: text, named: name), axes[input.name] == nil,
        !(input.isSquare && EdgeList.isTyped(text)), let shape = input.axes(ofRows: text)
      else { return }
      let own = zip(input.labels, input.ownAxes)
      for ((label, count), found) in zip(own, input.ownAxes(of: shape)) where count != found {
        guard !learned.contains(label), !settled.contains(label), !isKept(label, beside: input) else { return }
      }
      note(input, shape)
    case .tensors(let tensors):
      let file = try InputFile(tensors)
      for input in model.inputs where axes[input.name] == nil {
        guard let shape = try file.shape(of: input) else { continue }
        try checkAgreement(input, shape, tensors.path)
        note(input, shape, tensors.path)
      }
    case .loaded, .edges: break
    }
  }

  /// Whether another input, which is not fed now, shows numbers that have a dimension: then as many are meant here.
  private func isKept(_ label: String, beside input: Input) -> Bool {
    guard !input.isSquare else { return false }
    return model.inputs.contains { other in
      guard other.id != input.id, !company.contains(other.name), case .rows? = other.example else { return false }
      return other.labels.contains(label)
    }
  }

  mutating func takeTies(_ part: Feed.Part) {
    guard let (input, list) = part.ties(of: model), axes[input.name] == nil else { return }
    let axis = input.shape.rows
    // Ties to the sheet's own nodes leave their number as it is.
    guard !list.isWithin(model.names(along: axis)) else { return }
    if let known = told[axis.label], list.names.count <= known.size { return }
    note(input, [list.names.count, list.names.count])
  }

  /// Takes the axes of an input, unless something newer makes a dimension of it another size.
  private mutating func note(_ input: Input, _ shape: [Int], _ path: String? = nil) {
    let sizes = Array(zip(input.labels, input.ownAxes(of: shape)))
    guard sizes.allSatisfy({ label, size in told[label].map { $0.size == size } ?? true }) else { return }
    axes[input.name] = shape
    for (label, size) in sizes where told[label] == nil { told[label] = (size, input.name, shape, path) }
  }

  private func checkAgreement(_ input: Input, _ shape: [Int], _ path: String) throws(CatalogueError) {
    for (label, size) in zip(input.labels, input.ownAxes(of: shape)) where !settled.contains(label) {
      guard let other = told[label], other.path == path, other.size != size,
        model.dims.contains(where: { $0.name == label })
      else { continue }
      throw .sizesDisagree(label, other.by, other.shape, input.name, shape, path: path)
    }
  }
}

extension Feed {
  /// How many nodes the ties have that are fed newest, and the dimension that counts them; nil where none are fed, or all lead to
  /// nodes that the model knows by their names.
  package func nodeCount(for model: Model) -> (dimension: Dimension, count: Int)? {
    guard let (input, list) = newestTies(of: model) else { return nil }
    let axis = input.shape.rows
    return list.isWithin(model.names(along: axis)) ? nil : (axis, list.names.count)
  }

  private func newestTies(of model: Model) -> (Input, EdgeList)? {
    newestFirst.lazy.compactMap { $0.ties(of: model) }.first
  }
}

extension Feed.Part {
  /// The ties that it gives, and the input that they are for.
  fileprivate func ties(of model: Model) -> (Input, EdgeList)? {
    switch self {
    case .edges(let list): model.graphInput.map { ($0, list) }
    case .typed(let text, let name):
      if let input = model.input(for: text, named: name), input.isSquare, EdgeList.isTyped(text),
        let list = try? EdgeList(typed: text, for: input.name)
      {
        (input, list)
      } else {
        nil
      }
    case .loaded, .tensors: nil
    }
  }
}

extension Input {
  /// Its axes at one step, those of a token input aside.
  fileprivate var ownAxes: [Int] { if case .token = kind { [] } else { shape.axes } }

  fileprivate var labels: [String] { if case .token = kind { [] } else { shape.labels } }

  /// Those of a tensor without its time; none where it has not as many as it should.
  fileprivate func ownAxes(of found: [Int]) -> [Int] {
    found.count == ownAxes.count + (isStream ? 1 : 0) ? Array(found.suffix(ownAxes.count)) : []
  }

  /// The axes of rows as they are typed; nil where they are none.
  fileprivate func axes(ofRows text: String) -> [Int]? {
    guard case .tensor = kind, let rows = try? Self.rows(in: text, for: name), let width = rows.first?.count,
      rows.allSatisfy({ $0.count == width })
    else { return nil }
    switch shape {
    case .scalar: return isStream ? [rows.count * width] : []
    case .vector, .row: return isStream ? [rows.count, width] : [rows.count * width]
    case .matrix: return isStream ? nil : [rows.count, width]
    }
  }
}
