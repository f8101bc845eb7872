// A training in a file, so that it can go on to the same bits after it was stopped or killed. The file is written whole or
// not at all, and holds its parameters as weight files do.

package import Formats

/// All that a training is, but for its task, its recipe and its model.
package struct Resumption: Sendable, Equatable {
  package var parameters: [Float]
  package var optimizer: Optimizer
  package var updateCount: Int
  package var best: Best?
}

extension Training {
  package var resumption: Resumption {
    Resumption(parameters: parameters, optimizer: optimizer, updateCount: updateCount, best: best)
  }
}

/// What the numbers of a list belong to, and what must be the same when a training goes on.
package struct Signature: Sendable, Equatable {
  /// A parameter's name and its axes, in the order in which they lie in a list.
  package struct Tensor: Sendable, Equatable {
    package var name: String
    package var shape: [Int]

    package init(name: String, shape: [Int]) {
      self.name = name
      self.shape = shape
    }
  }

  package var tensors: [Tensor]
  /// The sheet that is trained, as text.
  package var sheet: String
  package var task: String
  package var recipe: Recipe

  package init(tensors: [Tensor], sheet: String, task: String, recipe: Recipe) {
    self.tensors = tensors
    self.sheet = sheet
    self.task = task
    self.recipe = recipe
  }

  /// What is said of the training, by name.
  fileprivate var words: [(what: String, value: String)] {
    let recipe: [(String, String)] =
      switch self.recipe.json {
      case .object(let members): members.map { ($0.key, $0.value.text) }
      default: []
      }
    return [("sheet", sheet), ("task", task)] + recipe
  }
}

// MARK: - Writing

extension Resumption {
  private static let key = "training/"

  /// Brings it to a file.
  ///
  /// - Parameters:
  ///   - path: where; what stood there stays until the new file is whole.
  ///   - signature: what it is a training of.
  ///   - metadata: what a weight file of the model has beside its tensors.
  /// - Throws: where the file cannot be written.
  package func write(
    to path: String, _ signature: Signature, metadata: [String: String] = [:]
  ) throws(FormatError) {
    var lists = [("param/", parameters)]
    for (number, moment) in optimizer.moments.enumerated() { lists.append(("moment\(number + 1)/", moment)) }
    if let best { lists.append(("best/", best.parameters)) }
    var tensors: [TensorFileWriter.Declaration] = []
    for (prefix, _) in lists {
      for tensor in signature.tensors { tensors.append(.init(name: prefix + tensor.name, shape: tensor.shape)) }
    }
    // The count of updates, that of the best, and its metric: exact in double precision.
    let progress: [Double] = [Double(updateCount), best.map { Double($0.update) } ?? -1, best?.metric ?? 0]
    tensors.append(.init(name: Self.progress, shape: [progress.count], precision: .float64))
    var metadata = metadata
    for (what, value) in signature.words { metadata[Self.key + what] = value }
    var writer = try TensorFileWriter(path: path, tensors: tensors, metadata: metadata)
    for (_, list) in lists { try writer.append(list) }
    try writer.append(progress)
    try writer.finish()
  }

  private static let progress = "training/progress"

  // MARK: - Reading

  /// Reads what `write` wrote.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - signature: what should go on. How many updates there will be may have changed.
  /// - Throws: where it cannot be read, is no such file, or one of another training.
  package init(path: String, _ signature: Signature) throws(TrainingError) {
    let file: TensorFile
    do throws(FormatError) { file = try TensorFile(path: path) } catch { throw .file(error) }
    guard file.entry(named: Self.progress) != nil else { throw .noResumption(path: path) }
    for (what, asked) in signature.words where what != "updates" {
      let saved = file.metadata[Self.key + what] ?? ""
      guard saved == asked else { throw .otherTraining(path: path, what: what, saved: saved, asked: asked) }
    }
    let progress = try file.numbers(Self.progress)
    var moments: [[Float]] = []
    for number in 0..<signature.recipe.method.momentCount {
      moments.append(try file.list("moment\(number + 1)/", signature.tensors))
    }
    guard progress.count == 3, let count = Int(exactly: progress[0]), let bestUpdate = Int(exactly: progress[1]),
      let optimizer = Optimizer(
        signature.recipe.method, weightDecay: signature.recipe.weightDecay, moments: moments, updateCount: count)
    else { throw .noResumption(path: path) }
    parameters = try file.list("param/", signature.tensors)
    self.optimizer = optimizer
    updateCount = count
    best = nil
    guard bestUpdate >= 0 else { return }
    best = Best(
      parameters: try file.list("best/", signature.tensors), metric: progress[2], update: bestUpdate)
  }
}

extension TensorFile {
  fileprivate func numbers(_ name: String) throws(TrainingError) -> [Double] {
    do throws(FormatError) { return try tensor(named: name).asDoubles() } catch { throw .file(error) }
  }

  /// The tensors one after another, each in the shape that it must have.
  fileprivate func list(_ prefix: String, _ tensors: [Signature.Tensor]) throws(TrainingError) -> [Float] {
    var result: [Float] = []
    for wanted in tensors {
      let found: Tensor
      do throws(FormatError) { found = try tensor(named: prefix + wanted.name) } catch { throw .file(error) }
      guard found.shape == wanted.shape else {
        throw .otherTraining(
          path: path, what: "size of \(wanted.name)", saved: "\(found.shape)", asked: "\(wanted.shape)")
      }
      result += found.asFloats()
    }
    return result
  }
}
