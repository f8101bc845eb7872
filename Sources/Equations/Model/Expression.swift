// The typed tree of an equation's right side.

/// A checked expression: its shape is known and its operands fit.
package struct Expression: Sendable, Equatable {
  package indirect enum Kind: Sendable, Equatable {
    case number(Double)
    case read(Read)
    case apply(Primitive, [Expression])
  }

  package var kind: Kind
  package var shape: Shape
  /// Where it stands in the sheet or at the prompt.
  package var range: SourceRange

  package init(_ kind: Kind, shape: Shape, range: SourceRange = .nowhere) {
    self.kind = kind
    self.shape = shape
    self.range = range
  }

  package var operands: [Expression] {
    guard case .apply(_, let operands) = kind else { return [] }
    return operands
  }

  /// Calls `body` with this expression and all below it, parents first.
  package func visit(_ body: (Expression) -> Void) {
    body(self)
    for operand in operands { operand.visit(body) }
  }

  /// All reads in it, from left to right, repeated ones too.
  package var reads: [Read] {
    var result: [Read] = []
    visit { if case .read(let read) = $0.kind { result.append(read) } }
    return result
  }

  /// The same with the shape that each gives.
  package var shapedReads: [(read: Read, shape: Shape)] {
    var result: [(read: Read, shape: Shape)] = []
    visit { if case .read(let read) = $0.kind { result.append((read, $0.shape)) } }
    return result
  }
}

extension Array<Expression> {
  /// What a layer norm of these operands adds to the variance.
  package var layerNormEpsilon: Double {
    guard case .number(let epsilon)? = dropFirst(3).first?.kind else { return 1e-5 }
    return epsilon
  }
}

/// A value taken from somewhere: what, and at which step.
package struct Read: Sendable, Hashable {
  package enum Source: Sendable, Hashable {
    case quantity(Int)
    case input(Int)
    case parameter(Int)
    /// The parameter of a series that belongs to the step.
    case series(Int)
    case constant(Int)
    /// The number of the step itself, from 1 whatever the lower bound of a range.
    case step
    /// How many steps a walk has run.
    case length(Int)
  }

  package var source: Source
  package var at: StepReference

  package init(_ source: Source, at: StepReference = .now) {
    self.source = source
    self.at = at
  }
}

/// Which step of a sequence is meant, or which steps.
package enum StepReference: Sendable, Hashable {
  case now
  /// `[t-1]` is -1, `[t+1]` is 1; never 0.
  case offset(Int)
  /// A step by its number, from 1; only in what is asked at the prompt.
  case fixed(Int)
  /// `[:]`: all steps, gathered to a matrix with a column for each; of numbers, to a row.
  case all
  /// `[:t]` is 0, `[:t-1]` is -1: the steps up to that one, gathered so; never above 0.
  case through(Int)
  /// `[end]`: the last step.
  case last
  /// `[left]`, `[right]`: the child of a node.
  case child(Side)
  /// The node of which this one is the child on that side, nothing if it is not: only in gradients, which flow down.
  /// The reader is a leaf, or an inner node.
  case parent(Side, ofLeaf: Bool)

  package enum Side: String, Sendable, CaseIterable { case left, right }

  /// How many steps away the one step is that it reads of its own stage, or the last of several; 0 for what has no place
  /// in it.
  package var offset: Int {
    switch self {
    case .now, .fixed, .all, .last, .child, .parent: 0
    case .offset(let steps), .through(let steps): steps
    }
  }

  /// On which side of the step that reads it lies what it reads, in the order of the steps: below 0 before it.
  package var order: Int {
    switch self {
    case .now, .fixed, .all, .last: 0
    case .offset(let steps), .through(let steps): steps
    case .child: -1
    case .parent: 1
    }
  }

  /// Whether it is another node of a tree.
  package var isKin: Bool {
    switch self {
    case .child, .parent: true
    case .now, .offset, .fixed, .all, .last, .through: false
    }
  }

  /// Whether it moves along with the step that reads it.
  package var isMoving: Bool {
    switch self {
    case .now, .offset, .through, .child, .parent: true
    case .fixed, .all, .last: false
    }
  }

  /// Whether it gathers several steps, a column for each.
  package var isGathered: Bool {
    switch self {
    case .all, .through: true
    case .now, .offset, .fixed, .last, .child, .parent: false
    }
  }
}
