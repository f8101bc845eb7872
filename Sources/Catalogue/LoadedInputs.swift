// What is fed to a model in one run, wherever it comes from: a file, a text, numbers, the sheet's example.

package import Equations
package import Formats

/// What one input holds.
package struct LoadedInput: Sendable, Equatable {
  package enum Content: Sendable, Equatable {
    /// A stream has time first: [T, …]. What is given once has the input's own shape.
    case numbers(Tensor)
    /// The number of a symbol for each step, from 0, below the count of symbols.
    case tokens([Int32])
  }

  package var content: Content

  package init(content: Content) { self.content = content }

  /// Row by row, a step after another; for tokens their numbers.
  package var floats: [Float] {
    switch content {
    case .numbers(let tensor): tensor.asFloats()
    case .tokens(let tokens): tokens.map { Float($0) }
    }
  }

  /// The same in double precision.
  package var doubles: [Double] {
    switch content {
    case .numbers(let tensor): tensor.asDoubles()
    case .tokens(let tokens): tokens.map { Double($0) }
    }
  }

  /// Nil where the input is no token input.
  package var tokens: [Int32]? {
    guard case .tokens(let tokens) = content else { return nil }
    return tokens
  }

  /// How many steps long it is, read as a stream.
  var steps: Int {
    switch content {
    case .numbers(let tensor): tensor.shape.first ?? 1
    case .tokens(let tokens): tokens.count
    }
  }
}

/// What all inputs hold.
///
/// Streams of one stage are equally long, and something can be worked out from what is there.
package struct LoadedInputs: Sendable, Equatable {
  /// By the number of the input; nil where it is missing, and then all that depends on it is left out.
  package let values: [LoadedInput?]
  /// By the number of the stage; 1 for what is computed once, and the most there may be of what a condition ends.
  package let steps: [Int]
  /// Whether a tree came with the leaves, rather than one being made over them.
  let isTreeGiven: Bool
  /// What became of inputs that nothing new was given for.
  package internal(set) var notes: [InputNote] = []

  /// Checks that what was given can run.
  ///
  /// - Parameters:
  ///   - values: by the number of the input; numbers in the shape that the input needs.
  ///   - model: the model that they are for.
  ///   - origins: by the number of the input, the file that it comes from, for messages.
  /// - Throws: streams of different lengths or of no steps, inputs without which nothing runs, numbers that the
  ///   sheet forbids.
  package init(_ values: [LoadedInput?], for model: Model, from origins: [InputOrigin?] = []) throws(CatalogueError) {
    let origin = origins.lazy.compactMap(\.self).last
    isTreeGiven = model.treeInputs.map { values[$0.left] != nil || values[$0.right] != nil } ?? false
    let values = model.withTree(values)
    let missing = model.inputs.filter { values[$0.id] == nil }.map(\.id)
    if !missing.isEmpty { try Self.check(missing, model, origin) }
    var steps: [Int] = []
    for stage in model.stages {
      let isRange = if case .range = stage.steps { true } else { false }
      let streams = isRange ? [] : stage.steps.streams
      guard !streams.isEmpty else {
        steps.append(stage.length.count)
        continue
      }
      var first: (name: String, steps: Int)?
      for id in streams {
        guard let value = values[id] else { continue }
        let name = model.inputs[id].name
        guard value.steps > 0 else {
          guard !stage.isTree else { throw .treeOfOneLeaf(path: origin?.path) }
          throw .noSteps(name, path: origin?.path)
        }
        guard let (other, count) = first else {
          first = (name, value.steps)
          continue
        }
        guard count == value.steps else { throw .lengthsDisagree(other, count, name, value.steps, path: origin?.path) }
      }
      steps.append(first?.steps ?? 0)
    }
    for input in model.inputs {
      if let value = values[input.id] { try input.checkTerms(value, model, origins.isEmpty ? nil : origins[input.id]) }
    }
    self.values = values
    self.steps = steps
  }

  private static func check(_ missing: [Int], _ model: Model, _ origin: InputOrigin?) throws(CatalogueError) {
    guard !model.canRun(without: Set(missing)) else { return }
    // Those that a run cannot do without come first; a target is not asked for in vain.
    let needed = missing.filter { !model.canRun(without: [$0]) }
    let names = (needed.isEmpty ? missing : needed).map { model.inputs[$0].name }
    throw .missingInputs(
      names, path: origin?.path, nearest: origin.flatMap { nearestName(to: names.first ?? "", among: $0.names) },
      available: origin?.names ?? [])
  }
}

/// What became of inputs, in words.
package struct InputNote: Sendable, Equatable {
  package var text: String
  /// The names of those that it says are left out.
  package var leftOut: [String] = []
}

/// Where inputs come from, for messages.
package struct InputOrigin: Sendable, Equatable {
  package var path: String
  /// The names of what the file holds.
  package var names: [String]
  /// What a graph's file calls the nodes.
  var nodes: [String] = []
}

extension Model {
  /// Whether every stage has something to do when these inputs are missing; one that holds the loss alone need not.
  func canRun(without missing: Set<Int>) -> Bool {
    let blocked = blockedQuantities(without: missing)
    return stages.allSatisfy { stage in
      switch stage.steps {
      case .once, .range: break
      case .sequence(let streams): if streams.allSatisfy(missing.contains) { return false }
      // Whoever has the leaves can build one.
      case .tree(_, _, let leaves): if leaves.allSatisfy(missing.contains) { return false }
      }
      let members = stage.scans.flatMap(\.quantities)
      return members == [loss].compactMap { $0 } || members.contains { !blocked.contains($0) }
    }
  }

  /// Whether nothing but the loss reads an input: a target, which may be missing.
  func isForLossAlone(_ input: Input) -> Bool {
    quantities.allSatisfy { $0.id == loss || !$0.sources.contains(.input(input.id)) }
  }

  /// The quantities that depend on an input that is missing.
  func blockedQuantities(without missing: Set<Int>) -> Set<Int> {
    var blocked: Set<Int> = []
    var grew = true
    while grew {
      grew = false
      for quantity in quantities where !blocked.contains(quantity.id) {
        let lacks = quantity.sources.contains { source in
          switch source {
          case .input(let id): missing.contains(id)
          case .quantity(let id): blocked.contains(id)
          case .parameter, .series, .constant, .step, .length: false
          }
        }
        if lacks {
          blocked.insert(quantity.id)
          grew = true
        }
      }
    }
    return blocked
  }
}
