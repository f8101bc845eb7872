// The checked, typed model: what a sheet means. Everything else in the program is written against it.

/// A model with all sizes known: quantities, the order they are worked out in, and what they need from outside.
package struct Model: Sendable, Equatable {
  package var name: String
  package var title: String
  package var source: String?
  package var dims: [ModelDimension]
  package var inputs: [Input]
  package var parameters: [Parameter]
  package var constants: [Constant]
  package var quantities: [Quantity]
  /// What the sheet says its equations walk over; a stage is made of each that has equations.
  package var walks: [Walk]
  package var stages: [Stage]
  /// All scans of all stages in the order in which they run: each finds what it reads of others finished.
  package var passes: [Pass]
  /// Parameters that differ from step to step.
  package var series: [Series]
  /// The quantity called `loss`, if the sheet has one.
  package var loss: Int?
  /// The sheet that it was made from, with edits.
  package var sheet: Sheet
  /// Oddities that do not keep it from running; of very many the first twenty.
  package var warnings: [Diagnostic]

  package func quantity(named name: String) -> Quantity? { quantities.first { $0.name == name } }
  package func parameter(named name: String) -> Parameter? { parameters.first { $0.name == name } }
  package func input(named name: String) -> Input? { inputs.first { $0.name == name } }
  package func constant(named name: String) -> Constant? { constants.first { $0.name == name } }
}

package struct ModelDimension: Sendable, Equatable {
  package var name: String
  package var count: Int
  /// What the entries along it are called, in order.
  package var entryNames: [String]?
}

/// What is fed: one value a step, or one for the whole run.
package struct Input: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case tensor
    /// The number of a symbol, from 0; read in equations as its one-hot vector.
    case token(Alphabet?)
  }

  package var id: Int
  package var name: String
  package var kind: Kind
  /// At one step; a token's is the vector of its one-hot.
  package var shape: Shape
  /// What must hold of its numbers.
  package var terms: [InputTerm] = []
  /// The stage that it is a stream of; nil if it is given once, or if nothing walks over it.
  package var stage: Int?
  /// Whether it is fed a value a step.
  package var isStream: Bool
  package var example: ExampleInput?
  /// Numbers behind an example's signal, already worked out.
  package var exampleNumbers: [Double]
  package var caption: String?
  package var range: SourceRange
}

package struct Parameter: Sendable, Equatable {
  package var id: Int
  /// With its member indices: `W[2]`, `W_q[2,1]`.
  package var name: String
  package var shape: Shape
  package var origin: ParameterOrigin?
  /// What every entry starts from; nil for a seeded random start.
  package var initial: Double?
  package var caption: String?
  package var range: SourceRange
}

/// Where a published file holds a tensor: rows `firstRow ..< firstRow + rows` of a tensor that holds `totalRows`,
/// after it was transposed if `isTransposed`, or one row of a matrix.
package struct ParameterOrigin: Sendable, Equatable {
  package var tensor: String
  /// One row of the stored matrix, from 1, taken before anything else.
  package var row: Int?
  package var isTransposed: Bool
  package var firstRow: Int
  package var totalRows: Int
}

/// A number to set, or a tensor that is not learned.
package struct Constant: Sendable, Equatable {
  package var id: Int
  package var name: String
  package var shape: Shape
  package var value: Double?
  package var origin: ParameterOrigin?
  package var caption: String?
  package var range: SourceRange
}

/// Something that an equation defines, at every step of its stage.
package struct Quantity: Sendable, Equatable {
  package var id: Int
  /// With its member indices: `h[2]`.
  package var name: String
  package var shape: Shape
  package var stage: Int
  /// The `over` that its equation stands under; nil if it stands under none.
  package var walk: Int?
  package var isState: Bool
  /// The symbols that its number stands for, the first of them by 1; nil for what is no symbol.
  package var alphabet: Alphabet?
  /// Where a recurrence starts, zero if nil.
  ///
  /// It is worked out once, from what is there before the first step.
  package var initial: Expression?
  /// Where the steps are nodes of a tree, the quantity that holds its values at the leaves; nil if they have none.
  package var leaf: Int?
  package var expression: Expression
  package var caption: String?
  /// The equation as the sheet has it, without its caption.
  package var text: String
  /// The stage over whose steps its equation is summed; nil for what is no sum.
  ///
  /// Such a sum is worked out once, and its equation reads that stage's values as the stage's own equations do.
  package var total: Int?
  /// Whether it is a part of an equation that has no name, kept because the way back needs it.
  package var isUnnamed = false
  /// The line of the sheet that defines it.
  package var item: ItemPath
  package var range: SourceRange
}

extension Quantity {
  /// Whether it belongs to the way back: no sheet can call anything so.
  package var isGradient: Bool { name.hasPrefix("d/") }

  /// What its values are worked out from, at whatever steps; repeated ones too.
  package var sources: [Read.Source] {
    (expression.reads + (initial?.reads ?? [])).map(\.source) + (leaf.map { [.quantity($0)] } ?? [])
  }
}

/// The way to an item through nested blocks.
package struct ItemPath: Sendable, Equatable, Hashable {
  package var indices: [Int]
  package init(_ indices: [Int]) { self.indices = indices }
}

/// An index set with a name for its steps: what `over t in x:` opens.
package struct Walk: Sendable, Equatable {
  package var steps: IndexSet
  /// What the sheet calls a step: `t`.
  package var variable: String
  /// How many steps: the most there can be where a condition may end it, and for a sequence what the input at hand has.
  package var length: Dimension
}

/// The equations of one index set; two `over` lines for the same one are one stage.
///
/// Its quantities share a frame at each step. What reads whole sequences, or the last step, waits for an earlier scan.
package struct Stage: Sendable, Equatable {
  package var id: Int
  package var steps: IndexSet
  /// What the sheet calls a step: `t`; empty for what is worked out once.
  package var variable: String
  /// How many steps; see `Walk`.
  package var length: Dimension
  /// In the order that they run; those of other stages may come between.
  package var scans: [Scan]
}

extension Model {
  /// The stage over the inner nodes of a tree, and the one over its leaves.
  package var treeStages: (nodes: Stage, leaves: Stage)? {
    for stage in stages {
      guard case .tree(_, _, let streams) = stage.steps,
        let leaves = stages.first(where: { $0.steps == .sequence(streams) })
      else { continue }
      return (stage, leaves)
    }
    return nil
  }
}

extension Stage {
  /// Whether its steps are the inner nodes of a tree.
  package var isTree: Bool { if case .tree = steps { true } else { false } }
}

/// What a stage walks over.
package enum IndexSet: Sendable, Hashable {
  /// A single step: what is computed once.
  case once
  /// As many steps as these inputs are long.
  case sequence([Int])
  /// Layers, rounds, hops: the numbers from `lower` up to `upper`, or up to and with the step at which the quantity
  /// `until` is not zero; beside them inputs that may be shorter, but not longer.
  case range(lower: Int, upper: Int, inputs: [Int], until: Int?)
  /// The inner nodes of a tree, children before parents; `left` and `right` are the inputs that number their children,
  /// and its leaves are the steps of a stage over `leaves`.
  case tree(left: Int, right: Int, leaves: [Int])

  /// The inputs that have a value for each step.
  package var streams: [Int] {
    switch self {
    case .once: []
    case .sequence(let inputs), .range(_, _, let inputs, _): inputs
    case .tree(let left, let right, _): [left, right]
    }
  }

  /// The number of the first step, as equations see it.
  package var first: Int {
    guard case .range(let lower, _, _, _) = self else { return 1 }
    return lower
  }

  /// The quantity that ends it before its upper bound, if there is one.
  package var until: Int? {
    guard case .range(_, _, _, let until) = self else { return nil }
    return until
  }
}

/// One scan of one stage.
package struct Pass: Sendable, Hashable {
  package var stage: Int
  package var scan: Int

  package init(stage: Int, scan: Int) {
    self.stage = stage
    self.scan = scan
  }
}

/// The members of a family of parameters of which each step of a range reads its own: `W[l]` under `over l in 1..L`.
package struct Series: Sendable, Equatable {
  /// With the variable in it: `W_q[l,2]`.
  package var name: String
  /// Parameters of one shape, by step.
  package var members: [Int]
}

/// One pass over a stage's steps, in one direction, with its equations in an order that gives each what it needs.
package struct Scan: Sendable, Equatable {
  package enum Direction: Sendable, Equatable { case forward, backward }
  package var direction: Direction
  package var quantities: [Int]
}

/// The symbols of a token input.
package struct Alphabet: Sendable, Equatable {
  package var symbols: [String]
  package var unknown: Int?
  package var start: Int?
  package var end: Int?
  /// What follows a text that has fewer than `length` symbols, up to these; a longer one is refused.
  package var fill: Fill?

  package struct Fill: Sendable, Equatable {
    package var symbol: Int
    package var length: Int

    package init(symbol: Int, length: Int) {
      self.symbol = symbol
      self.length = length
    }
  }

  package init(symbols: [String], unknown: Int? = nil, start: Int? = nil, end: Int? = nil, fill: Fill? = nil) {
    self.fill = fill
    self.symbols = symbols
    self.unknown = unknown
    self.start = start
    self.end = end
  }
}
