// What is worked out of a run only when somebody asks: gradients, their parts, other models on its input.

internal import Evaluation
internal import Synchronization

/// Answers that stay as long as the run is the same.
///
/// A session shares them with its copies. A question that was refused is refused again at once.
package final class Studies: Sendable {
  private struct Known {
    var answers: [String: Result<any Sendable, CommandError>] = [:]
    /// Oldest first.
    var order: [String] = []
  }

  /// Some are as large as the run itself.
  private static let most = 12

  private let known = Mutex(Known())

  init() {}

  /// The answer to a question, made once.
  func value<T: Sendable>(_ question: String, _ make: () throws(CommandError) -> T) throws(CommandError) -> T {
    if let found = known.withLock({ $0.answers[question] }) {
      switch found {
      case .success(let value): if let value = value as? T { return value }
      case .failure(let error): throw error
      }
    }
    do throws(CommandError) {
      let made = try madeWithRoom(make)
      keep(.success(made), question)
      return made
    } catch {
      if error != .run(.interrupted) { keep(.failure(error), question) }
      throw error
    }
  }

  /// The answer; where it does not fit in memory, older answers give way to it.
  private func madeWithRoom<T>(_ make: () throws(CommandError) -> T) throws(CommandError) -> T {
    do throws(CommandError) {
      return try make()
    } catch {
      guard case .run(.tooLarge) = error, byteCount > 0 else { throw error }
      known.withLock { $0 = Known() }
      return try make()
    }
  }

  /// Bytes of the runs among the answers.
  var byteCount: Int {
    known.withLock { known in
      known.answers.values.reduce(0) { sum, answer in
        guard case .success(let value) = answer, let pass = value as? BackwardPass else { return sum }
        return sum + pass.trace.byteCount
      }
    }
  }

  private func keep(_ answer: Result<any Sendable, CommandError>, _ question: String) {
    known.withLock { known in
      if known.answers.updateValue(answer, forKey: question) == nil { known.order.append(question) }
      if known.order.count > Self.most { known.answers[known.order.removeFirst()] = nil }
    }
  }
}
