// Single numbers of a tensor through a lens: as much is read as is looked at, however large the tensor is.

import Debugger
import Equations
import Evaluation

/// The numbers of one tensor, found once.
struct LensedEntries {
  private enum Numbers {
    case moving(EntryReader<Float>)
    case still([Float])
    case fed((_ entry: Int, _ step: Int) -> Float?)

    func value(_ entry: Int, at step: Int) -> Float? {
      switch self {
      case .moving(let reader): entry < reader.count ? reader.value(entry, at: step) : nil
      case .still(let numbers): numbers.indices.contains(entry) ? numbers[entry] : nil
      case .fed(let value): value(entry, step)
      }
    }
  }

  private let lens: Lens
  private let now: Numbers?
  private let before: Numbers?

  init(_ tensor: ShownTensor, _ values: LensedValues) {
    lens = values.lens
    let session = values.session
    let ghost = lens == .now ? nil : session.ghost
    switch tensor.source {
    case .quantity(let id):
      if let input = session.fedInput(id) {
        now = .fed { session.fed(input, $0, at: $1) }
        before = ghost == nil ? nil : .fed { session.fedBefore(input, $0, at: $1) }
        return
      }
      now = Self.reader(id, in: session.trace)
      before = values.quantity(id).flatMap { quantity in
        ghost.flatMap { ghost in
          ghost.counterpart(of: quantity).flatMap { EntryReader($0, in: ghost.trace) }.map { .moving($0) }
        }
      }
    case .parameter(let id):
      now = Self.still(id, session.trace.values.parameters)
      before = ghost.flatMap { Self.still(id, $0.trace.values.parameters) }
    case .constant(let id):
      now = Self.still(id, session.trace.values.constants)
      before = ghost.flatMap { Self.still(id, $0.trace.values.constants) }
    }
  }

  private static func reader(_ id: Int, in trace: Trace<Float>) -> Numbers? {
    guard trace.model.quantities.indices.contains(id) else { return nil }
    return EntryReader(trace.model.quantities[id], in: trace).map { .moving($0) }
  }

  private static func still(_ id: Int, _ lists: [[Float]]) -> Numbers? {
    lists.indices.contains(id) ? .still(lists[id]) : nil
  }

  /// One number at a step, both from 0; nil where there is none.
  func value(_ entry: Int, at step: Int) -> Float? {
    switch lens {
    case .now: return now?.value(entry, at: step)
    case .before: return before?.value(entry, at: step)
    case .difference:
      guard let now = now?.value(entry, at: step), let before = before?.value(entry, at: step) else { return nil }
      return now - before
    }
  }
}
