// Products with parameters: gathered into chains over the whole segment, packed, hoisted where their vector is known for
// all steps, and worked out when the first of them is needed.

internal import Equations

extension ScanCompiler {
  // MARK: chains

  /// Enters the chains of an expression, as `prepare` and `product` will meet them.
  mutating func collect(_ expression: Expression) {
    guard let (chain, rest) = chain(expression) else {
      for operand in expression.operands { collect(operand) }
      return
    }
    products.add(chain)
    for factor in chain.factors { collect(factor.vector) }
    for term in rest { collect(term) }
  }

  /// The value of a sum of products, and the terms that are still to be added; nil for anything else.
  mutating func chainValue(_ expression: Expression) -> (place: Place, rest: [Expression])? {
    guard let (chain, rest) = chain(expression), let number = products.number(of: chain) else { return nil }
    let (node, row) = products.ends[number]
    let start = result(of: node)
    return (Place(region: start.region, offset: start.offset + row), rest)
  }

  /// A product with a parameter, or a sum that has one among its terms: what is accumulated, and the terms beside it.
  ///
  /// What is read at this step comes first, inputs before quantities, so that it may be hoisted; biases before all.
  private func chain(_ expression: Expression) -> (ProductChain, rest: [Expression])? {
    guard expression.isProductOrSum else { return nil }
    let terms = expression.terms
    var base: (index: Int, rank: Int)?
    var factors: [Int: ProductChain.Factor] = [:]
    for (index, term) in terms.enumerated() where !isKeptFromBefore(term) {
      guard term.shape.count == expression.shape.count, let (part, vector) = weightProduct(term) else { continue }
      let rank = rank(vector)
      if rank < Rank.other, rank < base?.rank ?? .max { base = (index, rank) }
      factors[index] = ProductChain.Factor(part: part, vector: vector)
    }
    // A symbol at another step begins a chain or stands alone.
    var order = factors.keys.sorted().filter { index in
      factors[index].map { rank($0.vector) == Rank.other } ?? false
    }
    if let base {
      order.insert(base.index, at: 0)
    } else if order.isEmpty {
      order = factors.keys.sorted().prefix(1).map { $0 }
    }
    guard !order.isEmpty else { return nil }
    var biases: [Int] = []
    var used = Set(order)
    for (index, term) in terms.enumerated() where !used.contains(index) {
      guard let bias = bias(term, expression.shape) else { continue }
      biases.append(bias)
      used.insert(index)
    }
    return (
      ProductChain(factors: order.compactMap { factors[$0] }, biases: biases),
      terms.indices.filter { !used.contains($0) }.map { terms[$0] }
    )
  }

  /// What a product may begin with: the lower, the likelier it is known before the step.
  private enum Rank {
    static let other = 2
    static let symbolElsewhere = 3
  }

  private func rank(_ vector: Expression) -> Int {
    guard case .read(let read) = vector.kind else { return Rank.other }
    if let (_, shift) = token(vector) { return shift == 0 ? 0 : Rank.symbolElsewhere }
    guard read.at == .now else { return Rank.other }
    switch read.source {
    case .input: return 0
    case .quantity: return 1
    case .parameter, .series, .constant, .step, .length: return Rank.other
    }
  }

  /// Where a vector of parameters lies that is added to all rows.
  private func bias(_ term: Expression, _ shape: Shape) -> Int? {
    guard case .read(let read) = term.kind, case .vector = term.shape, term.shape.count == shape.count else {
      return nil
    }
    switch read.source {
    case .parameter(let id): return values.parameters[id]
    case .constant(let id): return values.constants[id]
    case .quantity, .input, .series, .step, .length: return nil
    }
  }

  /// A product of a weight with a vector; `vᵀ W` is `Wᵀ v`.
  private func weightProduct(_ term: Expression) -> (part: PackedMatrix.Part, vector: Expression)? {
    guard case .apply(.product, let operands) = term.kind else { return nil }
    let (a, b) = (operands[0], operands[1])
    if let part = weight(a), case .vector = b.shape { return (part, b) }
    guard case .row = a.shape, var part = weight(b) else { return nil }
    part.isTransposed.toggle()
    return (part, a)
  }

  /// A parameter or constant as it lies in the values, perhaps transposed; nil for anything else.
  private func weight(_ expression: Expression) -> PackedMatrix.Part? {
    switch expression.kind {
    case .read(let read):
      guard case .matrix(let rows, let columns) = expression.shape else { return nil }
      switch read.source {
      case .parameter(let id):
        return .init(offset: values.parameters[id], rows: rows.count, columns: columns.count, isTransposed: false)
      case .constant(let id):
        return .init(offset: values.constants[id], rows: rows.count, columns: columns.count, isTransposed: false)
      case .series(let number):
        guard let first = series[number].first else { return nil }
        return .init(offset: first, series: number, rows: rows.count, columns: columns.count, isTransposed: false)
      case .quantity, .input, .step, .length: return nil
      }
    case .apply(.transpose, let operands):
      guard var part = weight(operands[0]) else { return nil }
      part.isTransposed.toggle()
      return part
    case .number, .apply: return nil
    }
  }

  func token(_ expression: Expression) -> (input: Int, shift: Int)? {
    guard case .read(let read) = expression.kind, case .token(let input, let shift) = resolve(read) else { return nil }
    return (input, shift)
  }

  // MARK: nodes

  /// Takes the products of a node out of the loop if its vector is whole.
  mutating func hoist(node index: Int, _ isWhole: (Read) -> Bool) {
    let node = products.nodes[index]
    guard node.parent == nil, case .read(let read) = node.vector.kind, isWhole(read),
      parts(of: node).allSatisfy({ $0.series == nil }), case .place(let region, let offset) = resolve(read)
    else { return }
    let weights = pack(parts(of: node), .rows)
    let (rows, columns) = (packed[weights].rows, packed[weights].columns)
    let column = hoisted(rows)
    let initial = biases(of: node).map { slot(place(.values, $0)) }
    append(
      .hoist(
        weights: weights, rows: rows, columns: columns, source: slot(place(region, offset)), initial: initial,
        result: column))
    products.nodes[index].result = place(.hoisted, column)
  }

  /// The products of a node, one after another; worked out when the first of them is needed.
  private mutating func result(of index: Int) -> Place {
    if let result = products.nodes[index].result { return result }
    let node = products.nodes[index]
    var initial = node.parent.map { parent in
      let start = result(of: parent.node)
      return Place(region: start.region, offset: start.offset + parent.row)
    }
    let rows = node.chains.reduce(0) { $0 + products.chains[$1].rows }
    if node.parent == nil, let (input, shift) = token(node.vector) {
      let weights = pack(parts(of: node), .columns, initial: biases(of: node))
      let target = scratch(rows, isShared: true)
      emit(.column(weights: weights, rows: rows, input: input, shift: shift, result: slot(target)), reading: [])
      products.nodes[index].result = target
      return target
    }
    if node.parent == nil { initial = biases(of: node).map { place(.values, $0) } }
    let parts = parts(of: node)
    let steps = parts.compactMap { part in part.series.map { series[$0].count } }.first
    let weights = steps.map { packSeries(parts, steps: $0) } ?? pack(parts, .rows)
    let source = materialize(node.vector)
    let target = scratch(rows, isShared: true)
    emit(
      .packedProduct(
        weights: weights, isSeries: steps != nil, rows: rows, columns: packed[weights].columns, vector: slot(source),
        initial: initial.map { slot($0) }, result: slot(target)),
      reading: [source] + (initial.map { [$0] } ?? []))
    products.nodes[index].result = target
    return target
  }

  private func parts(of node: ProductTree.Node) -> [PackedMatrix.Part] {
    node.chains.map { products.chains[$0].factors[node.depth].part }
  }

  /// Where the sums of the chains' biases lie, one below another; nil if there are none.
  private mutating func biases(of node: ProductTree.Node) -> Int? {
    let parts = node.chains.map { number in
      ValuesLayout.Sum.Part(rows: products.chains[number].rows, terms: products.chains[number].biases)
    }
    return parts.allSatisfy(\.terms.isEmpty) ? nil : values.sum(ValuesLayout.Sum(parts: parts))
  }

  // MARK: products without a parameter

  mutating func product(_ a: Expression, _ b: Expression, _ shape: Shape, into result: Place?) -> Place {
    if case .apply(.oneHot, let operands) = b.kind, case .matrix = a.shape {
      return column(operands[0], of: a, into: result)
    }
    let (left, right) = (factor(a), factor(b))
    let target = result ?? scratch(shape.count)
    emit(
      .product(
        GeneralProduct(
          a: slot(left.0), aRow: left.row, aColumn: left.column, b: slot(right.0), bRow: right.row,
          bColumn: right.column, m: a.shape.rows.count, n: b.shape.columns.count, k: a.shape.columns.count,
          result: slot(target))),
      reading: [left.0, right.0])
    return target
  }

  /// A matrix before a one-hot vector: as many numbers are read as the column has.
  private mutating func column(_ number: Expression, of matrix: Expression, into result: Place?) -> Place {
    let (source, place) = (factor(matrix), materialize(number))
    let (rows, columns) = (matrix.shape.rows.count, matrix.shape.columns.count)
    let target = result ?? scratch(rows)
    emit(
      .pickColumn(
        source: slot(source.0), rows: rows, stride: source.row, columns: columns, columnStride: source.column,
        column: slot(place), result: slot(target)),
      reading: [source.0, place])
    return target
  }

  /// Where a factor lies, with its strides; a transposed matrix need not be laid out anew.
  mutating func factor(_ expression: Expression) -> (Place, row: Int, column: Int) {
    if case .apply(.transpose, let operands) = expression.kind {
      let (place, row, column) = factor(operands[0])
      return (place, column, row)
    }
    let place = materialize(expression)
    switch expression.shape {
    case .scalar, .vector: return (place, 1, 1)
    case .row(let n): return (place, n.count, 1)
    case .matrix(_, let columns): return (place, columns.count, 1)
    }
  }
}

extension Expression {
  fileprivate var isProductOrSum: Bool {
    guard case .apply(let primitive, _) = kind else { return false }
    return primitive == .product || primitive == .add
  }

  /// The summands of a sum of values of its own size, from left to right; itself if it is none.
  var terms: [Expression] {
    guard case .apply(.add, let operands) = kind else { return [self] }
    return operands.flatMap { $0.shape.count == shape.count ? $0.terms : [$0] }
  }
}
