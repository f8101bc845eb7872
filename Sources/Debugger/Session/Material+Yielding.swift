// Weights that came with the sheet, unasked: they give way to what is set or fed that does not go with them.

internal import Catalogue
internal import Equations
internal import Evaluation
internal import Formats

extension Material {
  /// The same with parameters that start at random, where its weights came unasked and it runs only without them.
  ///
  /// - Returns: nil where all goes together, and where it would not run without the weights either, for a reason that lies elsewhere.
  package var yielding: Material? {
    guard yields, let weights else { return nil }
    var plain = self
    (plain.weights, plain.yielded) = (nil, weights)
    guard let refusal else { return areForOtherNodes && plain.refusal == nil ? plain : nil }
    // Nobody asked for the weights: what else is wrong is told rather than that they do not fit.
    return plain.refusal == nil || refusal.isOfWeights ? plain : nil
  }

  /// Whether the weights hold a number for each node of a graph, and one with another number of them is fed.
  private var areForOtherNodes: Bool {
    var shipped = self
    shipped.feed = .example
    guard let model = try? shipped.model(), let fed = feed.nodeCount(for: model), fed.count != fed.dimension.count
    else {
      return false
    }
    return settings[fed.dimension.label] == nil
      && model.parameters.contains { $0.shape.labels.contains(fed.dimension.label) }
  }

  /// Which weights gave way, and to what.
  var yieldingNote: MaterialNote? {
    guard let yielded else { return nil }
    let name = yielded.path.split(separator: "/").last.map(String.init) ?? yielded.path
    var shipped = self
    (shipped.weights, shipped.settings, shipped.feed) = (yielded, [:], .example)
    let sizes = (try? shipped.model())?.dims.map { "\($0.name) = \($0.count)" } ?? []
    return MaterialNote(
      kind: .note,
      text: "\(name) is for \(sizes.joined(separator: ", ")): the parameters start at random instead, seed \(seed)")
  }

  /// Why no run can be made from it; nil where one can.
  ///
  /// Numbers that would start at random are not made for that.
  private var refusal: CommandError? {
    do throws(CatalogueError) {
      let model = try model()
      do throws(RunError) { try model.checkMemory(Float.self) } catch { return .run(error) }
      if weights != nil { _ = try modelValues(for: model) }
      let lacking = model.constants.first { $0.value == nil && trained?.constants[$0.name] == nil }
      if weights == nil, let lacking { return .catalogue(.constantNeedsFile(lacking.name)) }
      _ = try loadedInputs(for: model)
      return nil
    } catch {
      return .catalogue(error)
    }
  }
}

extension CommandError {
  /// Whether a file of parameters is not what the sheet needs.
  fileprivate var isOfWeights: Bool {
    switch self {
    case .catalogue(.wrongShape), .catalogue(.missingTensor): true
    default: false
    }
  }
}

extension Session {
  /// What is said at once where a session opens: that weights gave way to a random start, what the run takes.
  package var openingLines: [String] {
    ([material.yieldingNote].compactMap { $0 } + present.trace.newsworthy).map(\.line)
  }
}
