// What is to be trained and how, as it is typed at the prompt: data, until somebody runs it.

internal import Equations
package import Learning

/// A training that was asked for.
package struct TrainingRequest: Sendable, Equatable {
  package enum Goal: Sendable, Equatable {
    /// The loss of the sheet, on what is fed.
    case ownLoss
    /// A task that needs no file.
    case task(String)
    /// The next character of a file.
    case text(path: String)
  }

  package var goal: Goal
  /// Steps of a sequence; nil for the task's own.
  package var lengths: ClosedRange<Int>?
  package var mapping = Mapping()
  package var recipe = Recipe()
  package var threads = 1
  /// After which update it ends, however many its schedule is made for; nil for all of them.
  package var until: Int?
  /// As it was typed.
  package var text: String

  /// The line that leads to the same parameters, where so many updates were made.
  package func line(after updates: Int) -> String {
    let words = until == nil ? text : TrainingReader.without("until", text)
    return updates == recipe.updates ? "train \(words)".trimmed : "train \(words) until \(updates)"
  }

  /// The task, if it needs no file.
  package var task: LearningTask? {
    switch goal {
    case .ownLoss: .ownLoss
    case .task(let name): .named(name, lengths: lengths)
    case .text: nil
    }
  }
}
