// uses: who read a number, and what it did there.

internal import Equations
internal import Evaluation

extension Command {
  static let uses: Command = Command(
    "uses", operands: "ADDRESS", completes: .expression,
    summary: "who read a number, and what would be otherwise without it",
    details: """
      uses h[2]@5      the equations that read it, and their entries as they would be if it were 0
      uses x[1]@3      an input; uses W[1,2] a parameter, at this step
      """,
    example: "uses h[2]@5"
  ) { session, text throws(CommandError) in
    guard !text.isEmpty else { throw Command.uses.usage("") }
    let session = try session.seeing(text)
    let named = try session.entry(at: text, for: .uses, withStarts: true)
    if let words = session.childWords(named) {
      return Reply([.text("\(named.address) = \(ValueText.short(Float(session.number(named)))), \(words)")])
    }
    return Reply([.uses(try session.uses(of: named))])
  }
}

extension Session {
  /// Every equation that reads a number, with the entries in which it matters most.
  fileprivate func uses(of named: NamedEntry) throws(CommandError) -> UsesReport {
    var report = UsesReport(address: named.address, value: number(named), readers: [])
    for reader in trace.model.quantities.map(trace.model.whole) where trace.has(reader) && !reader.isUnnamed {
      if isInterrupted() { throw .run(.interrupted) }
      let reads = Set(reader.expression.reads.filter { isMeant(named, by: $0) })
      for read in reads.sorted(by: { $0.at.offset > $1.at.offset }) {
        for step in steps(of: reader, thatRead: named, by: read) {
          report.readers.append(effects(of: read, named, on: reader, at: step))
        }
      }
      report.readers += starts(of: reader, thatRead: named)
    }
    return report
  }

  /// Whether a read is of the number's name, or of the quantity whose value at a leaf it is.
  private func isMeant(_ named: NamedEntry, by read: Read) -> Bool {
    if meaning(of: read, at: named.step) == named.source { return true }
    guard case .child = read.at, case .quantity(let id) = read.source, let leaf = trace.model.quantities[id].leaf else {
      return false
    }
    return named.source == .quantity(leaf)
  }

  /// The step, from 0, of the node that has the number's node as its child; nil if it has it on the other side.
  private func parent(of named: NamedEntry, _ side: StepReference.Side, by read: Read) -> Int? {
    guard let tree = trace.tree else { return nil }
    let node = named.source == read.source ? tree.leafCount + named.step : named.step
    return node >= 0 && node < tree.nodeCount ? tree.parent(of: node, as: side) : nil
  }

  /// The step, from 0, of the leaf or the inner node that hears on the way back from the number's node as its parent.
  private func child(of named: NamedEntry, _ side: StepReference.Side, isLeaf: Bool) -> Int? {
    guard let tree = trace.tree, tree.left.indices.contains(named.step) else { return nil }
    let child = tree.children(side)[named.step]
    guard (child < tree.leafCount) == isLeaf else { return nil }
    return isLeaf ? child : child - tree.leafCount
  }

  /// What a read stands for at a step: of a series, the parameter of that step.
  private func meaning(of read: Read, at step: Int) -> Read.Source {
    guard case .series(let number) = read.source else { return read.source }
    let members = trace.model.series[number].members
    let current = moment?.step ?? step
    return members.indices.contains(current) ? .parameter(members[current]) : read.source
  }

  /// The steps, from 0, at which an equation reads a number: of what has no steps, this one.
  private func steps(of reader: Quantity, thatRead named: NamedEntry, by read: Read) -> [Int] {
    let count = trace.stepCount(of: reader)
    let here = max(0, min(moment?.step ?? 0, count - 1))
    let wanted: Int? =
      switch read.at {
      case .child(let side): parent(of: named, side, by: read)
      case .now, .offset: named.hasSteps ? named.step - read.at.offset : here
      // All steps from its own on: the one that is looked at, if it is among them.
      case .through(let shift): named.hasSteps ? max(here, named.step - shift) : here
      case .fixed, .all, .last: here
      case .parent(let side, let isLeaf): child(of: named, side, isLeaf: isLeaf)
      }
    guard isRead(named, by: read), let wanted else { return [] }
    return wanted >= 0 && wanted < count ? [wanted] : []
  }

  /// Whether a read whose step does not move is of the step in question; of a whole sequence, whether that is in it.
  private func isRead(_ named: NamedEntry, by read: Read) -> Bool {
    guard named.hasSteps else { return true }
    return switch read.at {
    case .now, .offset, .child, .parent: true
    case .fixed(let number): number == named.step + 1
    case .all, .through: !isStart(named)
    case .last: named.step == stepCount(of: named.source) - 1
    }
  }

  private func stepCount(of source: Read.Source) -> Int {
    switch source {
    case .quantity(let id): trace.stepCount(of: trace.model.quantities[id])
    case .input(let id): values.inputs[id].stepCount ?? 1
    case .parameter, .series, .constant, .step, .length: 1
    }
  }

  /// The start of a state, as a reader at the step where its own equation finds it.
  private func starts(of reader: Quantity, thatRead named: NamedEntry) -> [UsesReport.Reader] {
    guard let initial = reader.initial else { return [] }
    let reads = Set(initial.reads.filter { meaning(of: $0, at: 0) == named.source && isRead(named, by: $0) })
    let isBackward = reader.expression.reads.contains { $0.source == .quantity(reader.id) && $0.at.offset > 0 }
    let step = isBackward ? trace.stepCount(of: reader) : -1
    return reads.sorted { "\($0.at)" < "\($1.at)" }.map { read in
      effects(
        of: read, named, on: reader, by: initial, text: "state \(reader.name) = \(initial.spelled(in: trace.model))",
        at: step)
    }
  }

  private static let shown = 5

  private func effects(of read: Read, _ named: NamedEntry, on reader: Quantity, at step: Int) -> UsesReport.Reader {
    effects(of: read, named, on: reader, by: reader.expression, text: reader.text, at: step)
  }

  /// - `expression`: the reader's equation or its start.
  private func effects(
    of read: Read, _ named: NamedEntry, on reader: Quantity, by expression: Expression, text: String, at step: Int
  ) -> UsesReport.Reader {
    let evaluator = EntryEvaluator(trace, at: step)
    var without = evaluator
    // Of a whole sequence the column is the step.
    let place = read.at.isGathered ? Entry(named.shape.isScalar ? 0 : named.entry.row, named.step) : named.entry
    without.override = (read, place, 0)
    let columns = reader.shape.columns.count
    let isRow = if case .row = expression.shape { true } else { false }
    let changes = (0..<reader.shape.count).map { index -> UsesReport.Effect in
      let entry = Entry(index / columns, index % columns)
      let own = isRow ? Entry(0, index) : entry
      let name: String =
        switch reader.shape {
        case .scalar: reader.name
        case .vector, .row: "\(reader.name)[\(index + 1)]"
        case .matrix: "\(reader.name)[\(entry.row + 1),\(entry.column + 1)]"
        }
      return UsesReport.Effect(
        name: name, value: evaluator.value(expression, own), without: without.value(expression, own))
    }
    let moved = changes.filter { $0.value != $0.without }.sorted { $0.size > $1.size }
    let isOnce = trace.model.stages[reader.stage].steps == .once
    return UsesReport.Reader(
      name: reader.name, step: isOnce ? nil : step + 1, text: text, effects: Array(moved.prefix(Self.shown)),
      more: max(0, moved.count - Self.shown))
  }
}
