// A sheet as it was written: declarations, equations and blocks, in their order. Nothing is checked here.

/// The text of a model, parsed: what the printer prints and the checker checks.
package struct Sheet: Sendable, Equatable {
  /// What errors call it: a path, or the name in the catalogue.
  package var name: String
  package var items: [Item]
  /// The text as it was read, for showing the line of a mistake.
  package var text: String

  package init(name: String, items: [Item], text: String) {
    self.name = name
    self.items = items
    self.text = text
  }

  package static func == (one: Sheet, other: Sheet) -> Bool { one.items == other.items }

  package var title: String? {
    for case .title(let text) in items.map(\.kind) { return text }
    return nil
  }

  package var source: String? {
    for case .source(let text) in items.map(\.kind) { return text }
    return nil
  }
}

/// One line of a sheet, or a block of lines.
package struct Item: Sendable, Equatable {
  package indirect enum Kind: Sendable, Equatable {
    case title(String)
    case source(String)
    /// A line of its own that starts with `#`.
    case remark(String)
    case dims([DimensionDeclaration])
    case input([Target], InputType)
    case parameter([Target], [Syntax], origin: Origin?, initial: Syntax?, family: Family?)
    case constant([ConstantDeclaration])
    case state([Target], [Syntax], initial: Syntax?, family: Family?)
    case alphabet([Target], AlphabetDeclaration)
    case example(Target, ExampleInput)
    case view(String)
    /// Another sheet whose equations are laid beside this one's, and which of its terms correspond: `gru with z = f`.
    case beside(String)
    case equation(Target, Syntax, family: Family?)
    /// What a quantity is at the leaves of a tree: `leaf p = x`.
    case leaf(Target, Syntax)
    case block(BlockHeader, [Item])
  }

  package var kind: Kind
  /// The words behind `#` on its line.
  package var caption: String?
  package var range: SourceRange

  package init(_ kind: Kind, caption: String? = nil, range: SourceRange = .nowhere) {
    self.kind = kind
    self.caption = caption
    self.range = range
  }

  var isRemark: Bool {
    if case .remark = kind { true } else { false }
  }
}

/// A name being declared or defined, with member indices if it is a family: `W`, `h[l]`, `W_q[l,m]`.
package struct Target: Sendable, Equatable {
  package var name: String
  package var indices: [Syntax]
  package var range: SourceRange

  package init(_ name: String, indices: [Syntax] = [], range: SourceRange = .nowhere) {
    self.name = name
    self.indices = indices
    self.range = range
  }

  /// The name of what `leaf` defines: `p_leaf` for `p`.
  package var atLeaves: Target { Target(name + "_leaf", indices: indices, range: range) }
}

package struct DimensionDeclaration: Sendable, Equatable {
  package var name: String
  package var value: Syntax
  package var range: SourceRange

  package init(_ name: String, _ value: Syntax, range: SourceRange = .nowhere) {
    self.name = name
    self.value = value
    self.range = range
  }
}

/// `μ = 0.9`, `K: H×H from kernels`: a line may hold several, with commas between them.
package struct ConstantDeclaration: Sendable, Equatable {
  package var target: Target
  package var axes: [Syntax]
  package var origin: Origin?
  package var value: Syntax?

  package init(_ target: Target, axes: [Syntax] = [], origin: Origin? = nil, value: Syntax?) {
    self.target = target
    self.axes = axes
    self.origin = origin
    self.value = value
  }
}

/// What is fed at each step or once, and what must hold of its numbers.
package struct InputType: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// The axes: none is a scalar, one a vector, two a matrix.
    case tensor([Syntax])
    /// The same, given once where it would be a sequence: `input q: D once`.
    case once([Syntax])
    /// A symbol of an alphabet with so many.
    case token(Syntax)
  }

  package var kind: Kind
  /// `input A: N×N symmetric nonnegative`, in their order.
  package var terms: [InputTerm]

  package init(_ kind: Kind, _ terms: [InputTerm] = []) { (self.kind, self.terms) = (kind, terms) }
}

/// What a declaration asks of the numbers that are fed.
package enum InputTerm: String, Sendable, CaseIterable {
  case symmetric, nonnegative
}

/// Where a published file holds a parameter: rows of a tensor, one row of a matrix, or its transpose.
package struct Origin: Sendable, Equatable {
  package var tensor: String
  package var row: Int?
  package var isTransposed: Bool
  package var range: SourceRange

  package init(tensor: String, row: Int? = nil, isTransposed: Bool = false, range: SourceRange = .nowhere) {
    self.tensor = tensor
    self.row = row
    self.isTransposed = isTransposed
    self.range = range
  }
}

/// `for l in 1..L`.
package struct Family: Sendable, Equatable {
  package var variable: String
  package var lower: Syntax
  package var upper: Syntax
  package var range: SourceRange

  package init(_ variable: String, from lower: Syntax, to upper: Syntax, range: SourceRange = .nowhere) {
    self.variable = variable
    self.lower = lower
    self.upper = upper
    self.range = range
  }
}

/// The symbols of a token input, in the order of their numbers, which start at 0.
package struct AlphabetDeclaration: Sendable, Equatable {
  /// A single symbol, or all single-character symbols from one to another.
  package enum Run: Sendable, Equatable {
    case symbol(String)
    case through(String, String)
  }

  package var runs: [Run]
  /// What stands for a symbol that the alphabet lacks.
  package var unknown: String?
  /// What is put before and behind what is fed.
  package var start: String?
  package var end: String?
  /// What makes a text longer that is shorter than a model of fixed length takes.
  package var fill: Fill?

  package struct Fill: Sendable, Equatable {
    package var symbol: String
    package var length: Int

    package init(_ symbol: String, to length: Int) {
      self.symbol = symbol
      self.length = length
    }
  }

  package init(
    runs: [Run], unknown: String? = nil, start: String? = nil, end: String? = nil, fill: Fill? = nil
  ) {
    self.fill = fill
    self.runs = runs
    self.unknown = unknown
    self.start = start
    self.end = end
  }
}

/// What a sheet shows when it is opened without an input.
package enum ExampleInput: Sendable, Equatable {
  case text(String)
  /// A known shape over so many steps: `pulse 24`, `noise 12`, `sine 40 8` (the period), `constant 10 0.5`.
  case signal(Signal, [Syntax])
  /// The numbers themselves, a row a step.
  case rows([[Double]])
  /// Ties of a graph: two nodes by number, from 1, and the weight of their tie if it is not 1.
  case edges([[Double]])

  package enum Signal: String, Sendable, CaseIterable {
    case pulse, noise, sine, constant
  }
}

package enum BlockHeader: Sendable, Equatable {
  case family(Family)
  case stage(StageHeader)
}

/// `over t in x`, `over l in 1..L`, `over t in 1..20, y until k == end`, `over n in tree`.
package struct StageHeader: Sendable, Equatable {
  package enum Steps: Sendable, Equatable {
    /// As many as these inputs are long.
    case inputs([Target])
    /// Numbers, and inputs that are fed beside them for at most as many steps.
    case range(from: Syntax, to: Syntax, with: [Target], until: Syntax?)
    /// The nodes of a tree.
    case tree
  }

  package var variable: String
  package var steps: Steps
  package var range: SourceRange

  package init(_ variable: String, _ steps: Steps, range: SourceRange = .nowhere) {
    self.variable = variable
    self.steps = steps
    self.range = range
  }
}

/// An expression as it was written.
package struct Syntax: Sendable, Equatable {
  package indirect enum Kind: Sendable, Equatable {
    case number(Double, text: String)
    case name(String)
    /// A bracket that touches what stands before it.
    case index(Syntax, [Index])
    case call(String, [Argument])
    case negate(Syntax)
    case root(Syntax)
    case transpose(Syntax)
    case binary(BinarySign, Syntax, Syntax)
    /// Products by juxtaposition, from the left: `W x`.
    case product(Syntax, Syntax)
    case stack([Syntax])
    /// Parts of a stack, one for each member: `O[m] for m in 1..M`.
    case each(Syntax, Family)
    /// A value at a step given by number, as one types it at the prompt: `z[12]@4`.
    case address(Syntax, step: Int)
  }

  package var kind: Kind
  package var range: SourceRange

  package init(_ kind: Kind, range: SourceRange = .nowhere) {
    self.kind = kind
    self.range = range
  }
}

package struct Argument: Sendable, Equatable {
  /// `where` in `softmax(a, where: M)`.
  package var label: String?
  package var value: Syntax
  /// Whether a semicolon stands before it: `layernorm(a; γ, β)`.
  package var followsSemicolon: Bool

  package init(_ value: Syntax, label: String? = nil, followsSemicolon: Bool = false) {
    self.value = value
    self.label = label
    self.followsSemicolon = followsSemicolon
  }
}

package enum Index: Sendable, Equatable {
  case at(Syntax)
  /// `[:]`
  case all
  /// `[:t]`
  case through(Syntax)
}

/// The signs between two operands, in falling strength.
package enum BinarySign: String, Sendable, Equatable, CaseIterable {
  case power = "^"
  case hadamard = "⊙"
  case quotient = "/"
  case add = "+"
  case subtract = "-"
  case less = "<"
  case lessEqual = "≤"
  case greater = ">"
  case greaterEqual = "≥"
  case equal = "=="
  case notEqual = "≠"
  case and = "and"
  case or = "or"
}
