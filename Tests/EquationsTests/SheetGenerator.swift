// Sheets made by chance, over the whole grammar: the same seed gives the same sheet.

import Equations

/// A small generator with a good mix (Steele, Lea and Flood 2014, SplitMix64), so that a failing seed fails again anywhere.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &self) }
  mutating func happens(_ percent: Int) -> Bool { below(100) < percent }
  mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }
  mutating func some<T>(_ range: ClosedRange<Int>, _ make: (inout Dice) -> T) -> [T] {
    (0..<Int.random(in: range, using: &self)).map { _ in make(&self) }
  }
}

/// Makes syntax trees that a text could have given.
struct SheetGenerator {
  var dice: Dice

  init(seed: Int) { dice = Dice(seed: seed) }

  private static let names = [
    "W", "x", "h", "t", "W_z", "h\u{303}", "μ", "β_1", "D", "L_norm", "_", "∂L", "字", "e1", "x2", "é", "source", "Q",
    "θ̂",
  ]
  private static let numbers = ["0", "1", "2", "0.5", ".5", "5.", "1e-3", "2E3", "1000000", "007"]
  private static let words = [
    "gate", "—", "(see: [2])", "α = 1", "a#b", "\"quoted\"", "\\mu", "ł", "for l in 1..L:", "'",
  ]
  private static let symbols = ["a", " ", "\"", "\\", "\n", "\t", "</s>", "ា", "\u{303}", "é", "#", "字", ""]

  mutating func sheet() -> Sheet {
    Sheet(name: "generated", items: dice.some(1...8) { _ in 0 }.map { _ in item(depth: 0) }, text: "")
  }

  // MARK: lines

  private mutating func item(depth: Int) -> Item {
    if depth < 3, dice.happens(12) {
      let body = dice.some(0...3) { _ in 0 }.map { _ in item(depth: depth + 1) } + [line(inBlock: true)]
      let header = dice.happens(50) ? BlockHeader.family(family()) : .stage(stage())
      return Item(.block(header, dice.happens(50) ? body : body + [remark()]), caption: caption())
    }
    return dice.happens(10) ? remark() : line(inBlock: depth > 0)
  }

  private mutating func remark() -> Item { Item(.remark(dice.happens(20) ? "" : prose())) }

  private mutating func line(inBlock: Bool) -> Item {
    let kind: Item.Kind
    switch inBlock ? 2 + dice.below(11) : dice.below(13) {
    case 0: kind = dice.pick([.title(prose()), .source(prose()), .view(prose()), .beside(prose())])
    case 1:
      let dims = (0...dice.below(3)).map { _ in DimensionDeclaration(name(), sum(depth: 2)) }
      kind = .dims(dims)
    case 2:
      let types = [InputType.Kind.token(sum(depth: 1)), .tensor(axes()), .tensor(axes()), .once(axes())]
      let type = dice.pick(types)
      let isToken = if case .token = type { true } else { false }
      let terms = isToken ? [] : InputTerm.allCases.filter { _ in dice.happens(20) }
      kind = .input(targets(), InputType(type, dice.happens(50) ? terms : terms.reversed()))
    case 3, 4:
      kind = .parameter(
        targets(), axes(), origin: dice.happens(40) ? origin() : nil,
        initial: dice.happens(40) ? expression(depth: 2) : nil, family: dice.happens(30) ? family() : nil)
    case 5:
      kind = .constant([constant()] + (0..<dice.below(3)).map { _ in constant() })
    case 6:
      kind = .state(
        targets(), axes(), initial: dice.happens(40) ? expression(depth: 2) : nil,
        family: dice.happens(30) ? family() : nil)
    case 7: kind = .alphabet(targets(), alphabet())
    case 8: kind = .example(target(), example())
    default: kind = .equation(target(), expression(depth: 4), family: dice.happens(20) ? family() : nil)
    }
    return Item(kind, caption: caption())
  }

  /// One that a comma may follow: it ends in a clause, for behind a shape a comma means a mistake.
  private mutating func constant() -> ConstantDeclaration {
    let origin = dice.happens(40) ? origin() : nil
    let axes = axes()
    let value = origin == nil || dice.happens(50) ? expression(depth: 2) : nil
    return ConstantDeclaration(target(), axes: axes, origin: origin, value: value)
  }

  private mutating func caption() -> String? { dice.happens(30) ? prose() : nil }

  private mutating func prose() -> String { dice.some(1...3) { $0.pick(Self.words) }.joined(separator: " ") }

  private mutating func name() -> String { dice.pick(Self.names) }

  private mutating func target() -> Target {
    Target(name(), indices: dice.happens(30) ? (0...dice.below(2)).map { _ in sum(depth: 1) } : [])
  }

  private mutating func targets() -> [Target] { (0...dice.below(3)).map { _ in target() } }

  private mutating func family() -> Family { Family(name(), from: sum(depth: 1), to: sum(depth: 1)) }

  private mutating func stage() -> StageHeader {
    if dice.happens(40) { return StageHeader(name(), .inputs(targets())) }
    let until = dice.happens(40) ? expression(depth: 3) : nil
    let inputs = dice.happens(30) ? targets() : []
    return StageHeader(name(), .range(from: sum(depth: 1), to: sum(depth: 1), with: inputs, until: until))
  }

  private mutating func origin() -> Origin {
    let tensor = dice.some(1...3) { $0.pick(["enc", ".", "/", "kernel", "W[2]", " ", "0", "\"", "字", "-", ":0"]) }
      .joined()
    return Origin(tensor: tensor, row: dice.happens(30) ? 1 + dice.below(3) : nil, isTransposed: dice.happens(30))
  }

  private mutating func alphabet() -> AlphabetDeclaration {
    let runs = dice.some(1...4) { dice -> AlphabetDeclaration.Run in
      dice.happens(50) ? .symbol(dice.pick(Self.symbols)) : .through(dice.pick(Self.symbols), dice.pick(Self.symbols))
    }
    return AlphabetDeclaration(
      runs: runs, unknown: dice.happens(30) ? dice.pick(Self.symbols) : nil,
      start: dice.happens(30) ? dice.pick(Self.symbols) : nil, end: dice.happens(30) ? dice.pick(Self.symbols) : nil,
      fill: dice.happens(20) ? .init(dice.pick(Self.symbols), to: 1 + dice.below(40)) : nil)
  }

  private mutating func example() -> ExampleInput {
    switch dice.below(3) {
    case 0: return .text(dice.some(0...4) { $0.pick(Self.symbols) }.joined())
    case 1:
      let numbers = (0..<dice.below(4)).map { _ in
        dice.happens(30) ? Syntax(.negate(axisTerm(depth: 1))) : axis(depth: 2)
      }
      return .signal(dice.pick(ExampleInput.Signal.allCases), numbers)
    default:
      return .rows(
        dice.some(1...3) { dice in dice.some(1...3) { $0.pick([0, 1, -1, 0.1, 1e-7, -2.5e12, 1e300]) } })
    }
  }

  // MARK: sizes

  private mutating func axes() -> [Syntax] { (0..<dice.below(3)).map { _ in axis(depth: 2) } }

  private mutating func axis(depth: Int) -> Syntax {
    guard depth > 0, dice.happens(40) else { return axisTerm(depth: depth) }
    return Syntax(.binary(dice.pick([.add, .subtract]), axis(depth: depth - 1), axis(depth: depth - 1)))
  }

  private mutating func axisTerm(depth: Int) -> Syntax {
    guard depth > 0, dice.happens(50) else { return leaf() }
    let (left, right) = (axis(depth: depth - 1), axis(depth: depth - 1))
    return Syntax(dice.happens(50) ? .product(left, right) : .binary(.quotient, left, right))
  }

  // MARK: expressions

  private mutating func leaf() -> Syntax {
    let text = dice.pick(Self.numbers)
    return Syntax(dice.happens(40) ? .number(Double(text) ?? 0, text: text) : .name(name()))
  }

  /// What stands where a comparison may not, or may only in brackets.
  private mutating func sum(depth: Int) -> Syntax { expression(depth: depth) }

  mutating func expression(depth: Int) -> Syntax {
    guard depth > 0, dice.happens(85) else { return leaf() }
    func inner(_ generator: inout SheetGenerator) -> Syntax { generator.expression(depth: depth - 1) }
    switch dice.below(11) {
    case 0: return Syntax(.negate(inner(&self)))
    case 1: return Syntax(.root(inner(&self)))
    case 2: return Syntax(.transpose(inner(&self)))
    case 3, 4: return Syntax(.product(inner(&self), inner(&self)))
    case 5, 6: return Syntax(.binary(dice.pick(BinarySign.allCases), inner(&self), inner(&self)))
    case 7:
      let parts = (0...dice.below(3)).map { _ in
        let part = inner(&self)
        return dice.happens(20) ? Syntax(.each(part, family())) : part
      }
      return Syntax(.stack(parts))
    case 8: return Syntax(.index(inner(&self), (0...dice.below(2)).map { _ in index(depth: depth - 1) }))
    case 9: return dice.happens(20) ? Syntax(.address(inner(&self), step: dice.below(30))) : inner(&self)
    default:
      if dice.happens(20) { return Syntax(.call("not", [Argument(inner(&self))])) }
      let arguments = (0..<dice.below(4)).map { place in
        Argument(
          dice.happens(10) ? Syntax(.each(inner(&self), family())) : inner(&self),
          label: dice.happens(20) ? name() : nil, followsSemicolon: place > 0 && dice.happens(20))
      }
      return Syntax(.call(dice.pick(["tanh", "σ", "softmax", "f", "h\u{303}"]), arguments))
    }
  }

  private mutating func index(depth: Int) -> Index {
    switch dice.below(6) {
    case 0: .all
    case 1: .through(expression(depth: depth))
    default: .at(expression(depth: depth))
    }
  }
}
