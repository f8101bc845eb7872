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
    return Reply([.uses(try session.uses(of: try session.entry(at: text, for: .uses)))])
  }
}

extension Session {
  /// Every equation that reads a number, with the entries in which it matters most.
  fileprivate func uses(of named: NamedEntry) throws(CommandError) -> UsesReport {
    var report = UsesReport(address: named.address, value: number(named), readers: [])
    for reader in trace.model.quantities where trace.has(reader) {
      if isInterrupted() { throw .run(.interrupted) }
      let reads = Set(reader.expression.reads.filter { meaning(of: $0, at: named.step) == named.source })
      for read in reads.sorted(by: { $0.at.offset > $1.at.offset }) {
        for step in steps(of: reader, thatRead: named, by: read) {
          report.readers.append(effects(of: read, named, on: reader, at: step))
        }
      }
    }
    return report
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
    let wanted: Int =
      switch read.at {
      case .now, .offset: named.hasSteps ? named.step - read.at.offset : here
      case .fixed, .all: here
      case .last: here
      }
    return wanted >= 0 && wanted < count ? [wanted] : []
  }

  private static let shown = 5

  private func effects(of read: Read, _ named: NamedEntry, on reader: Quantity, at step: Int) -> UsesReport.Reader {
    let evaluator = EntryEvaluator(trace, at: step)
    var without = evaluator
    // Of a whole sequence the column is the step.
    let place = read.at == .all ? Entry(named.shape.isScalar ? 0 : named.entry.row, named.step) : named.entry
    without.override = (read, place, 0)
    let columns = reader.shape.columns.count
    let isRow = if case .row = reader.expression.shape { true } else { false }
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
        name: name, value: evaluator.value(reader.expression, own), without: without.value(reader.expression, own))
    }
    let moved = changes.filter { $0.value != $0.without }.sorted { $0.size > $1.size }
    let isOnce = trace.model.stages[reader.stage].steps == .once
    return UsesReport.Reader(
      name: reader.name, step: isOnce ? nil : step + 1, text: reader.text, effects: Array(moved.prefix(Self.shown)),
      more: max(0, moved.count - Self.shown))
  }
}
