// What remains of a state through all equations together, whatever they are: the run again with a small change of the
// state at one step, in double precision, and how much of that change is there later.

package import Equations

/// How far small changes of a state reach.
package struct Sensitivity {
  private let quantity: Quantity
  private let entry: Entry?
  private let plan: Plan
  private let base: Trace<Double>
  private let isInterrupted: @Sendable () -> Bool

  /// The change, relative to the state: small enough for what is linear in it, large enough for fifteen digits.
  private static let change = 1e-6

  /// - `entry`: change this entry alone, and look at it alone; nil for the whole state.
  /// - `step`: nothing behind it is looked at, so that a forward scan ends there.
  package init(
    of quantity: Quantity, _ entry: Entry?, in trace: Trace<Float>, upTo step: Int,
    isInterrupted: @escaping @Sendable () -> Bool
  ) throws(RunError) {
    self.quantity = quantity
    self.entry = entry
    self.isInterrupted = isInterrupted
    let model = trace.model
    let isForward =
      model.treeStages == nil
      && model.stages.allSatisfy { $0.scans.allSatisfy { $0.direction == .forward } }
      && model.quantities.allSatisfy { quantity in
        quantity.expression.reads.allSatisfy { $0.at.isMoving && !$0.at.isGathered && $0.at.offset <= 0 }
      }
    plan = trace.plan
    base = try Trace(
      plan, RunValues(trace.values, upTo: isForward ? step + 1 : .max),
      options: RunOptions(isInterrupted: isInterrupted))
  }

  /// The share of a change at step `from` that is there at step `to`, both from 0; nil where the state is zero there, or the
  /// change grows beyond all numbers.
  ///
  /// Of a whole state it is the ratio of two norms, of an entry that of two numbers, with its sign.
  package func remaining(from: Int, to: Int) throws(RunError) -> Double? {
    let before = values(base, at: from)
    guard from != to else { return norm(before) > 0 ? 1 : nil }
    let changed: Model
    do throws(SheetErrors) {
      changed = try base.model.replacing([quantity.id: changing(at: from)])
    } catch {
      return nil
    }
    let run = try Trace(
      Plan(changed, missing: base.values.missing, runsInPart: true), base.values,
      options: RunOptions(isInterrupted: isInterrupted),
      previous: base, changes: [quantity.id: from...from])
    let put = difference(values(run, at: from), before)
    let left = difference(values(run, at: to), values(base, at: to))
    guard norm(put) > 0 else { return nil }
    let share = entry == nil ? norm(left) / norm(put) : (left.first ?? 0) / (put.first ?? 1)
    return share.isFinite ? share : nil
  }

  /// The equation, its value scaled by 1 + ε at one step, from 0.
  private func changing(at step: Int) -> Expression {
    let number = Expression(.read(Read(.step)), shape: .scalar)
    func scalar(_ kind: Expression.Kind) -> Expression { Expression(kind, shape: .scalar) }
    let first = base.model.stages[quantity.stage].steps.first
    var change = scalar(
      .apply(
        .multiply,
        [
          scalar(.number(Self.change)),
          scalar(.apply(.equal, [number, scalar(.number(Double(step + first)))])),
        ]))
    if let entry { change = alone(change, entry) }
    let factor = Expression(.apply(.add, [scalar(.number(1)), change]), shape: change.shape)
    return Expression(.apply(.multiply, [quantity.expression, factor]), shape: quantity.expression.shape)
  }

  /// A number at one entry, and zero elsewhere.
  private func alone(_ change: Expression, _ entry: Entry) -> Expression {
    func oneHot(_ place: Int, _ size: Dimension) -> Expression {
      Expression(.apply(.oneHot, [Expression(.number(Double(place + 1)), shape: .scalar)]), shape: .vector(size))
    }
    func row(_ place: Int, _ size: Dimension) -> Expression {
      Expression(.apply(.transpose, [oneHot(place, size)]), shape: .row(size))
    }
    let shape = quantity.expression.shape
    let mask: Expression
    switch shape {
    case .scalar: return change
    case .vector(let n): mask = oneHot(entry.row, n)
    case .row(let n): mask = row(entry.row, n)
    case .matrix(let r, let c):
      mask = Expression(.apply(.product, [oneHot(entry.row, r), row(entry.column, c)]), shape: shape)
    }
    return Expression(.apply(.multiply, [mask, change]), shape: shape)
  }

  private func values(_ trace: Trace<Double>, at step: Int) -> [Double] {
    let all = trace.values(of: quantity, at: step)
    return entry.map { [all[$0.row * quantity.shape.columns.count + $0.column]] } ?? all
  }

  private func difference(_ one: [Double], _ other: [Double]) -> [Double] { zip(one, other).map { $0 - $1 } }

  private func norm(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
}

extension RunValues<Double> {
  /// The numbers of a run in double precision, its streams cut to so many steps.
  fileprivate init(_ values: RunValues<Float>, upTo steps: Int) {
    self.init(
      parameters: values.parameters.map { $0.map(Double.init) },
      constants: values.constants.map { $0.map(Double.init) },
      inputs: values.inputs.map { input in
        switch input {
        case .stream(let numbers, let count):
          let kept = Swift.min(count, steps)
          return .stream(numbers.prefix(count > 0 ? numbers.count / count * kept : 0).map(Double.init), steps: kept)
        case .tokens(let tokens): return .tokens(Array(tokens.prefix(steps)))
        case .given(let numbers): return .given(numbers.map(Double.init))
        case .missing: return .missing
        }
      })
  }

  fileprivate var missing: Set<Int> { Set(inputs.indices.filter { inputs[$0] == .missing }) }
}
