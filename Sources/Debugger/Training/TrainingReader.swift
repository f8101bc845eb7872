// Reads what stands behind `train`, a word and its operand after another. The words are rows of data.

internal import Equations
internal import Learning

/// Reads a request for a training.
struct TrainingReader {
  /// A word that takes another behind it.
  private struct Choice: Sendable {
    var word: String
    /// What must stand behind it, for messages.
    var needs: String
    /// False where what stands there is none of that.
    var read: @Sendable (String, inout TrainingRequest) -> Bool
  }

  private static let most = 1_000_000_000

  private static let choices: [Choice] = [
    count("steps") { $0.recipe.updates = $1 }, count("for") { $0.recipe.updates = $1 },
    count("until") { $0.until = $1 }, count("every") { $0.recipe.validationInterval = $1 },
    count("batch", most: 65536) { $0.recipe.batch = $1 }, count("fresh", most: 65536) { $0.recipe.freshCount = $1 },
    count("threads", most: 256) { $0.threads = $1 }, count("truncate") { $0.recipe.truncation = $1 },
    Choice(word: "rate", needs: "a number above 0") { word, request in
      guard let rate = Double(word), rate.isFinite, rate > 0 else { return false }
      request.recipe.schedule.rate = rate
      return true
    },
    Choice(word: "schedule", needs: Schedule.Course.words) { word, request in
      guard let course = Schedule.Course(word) else { return false }
      request.recipe.schedule.course = course
      return true
    },
    Choice(word: "clip", needs: Clipping.words) { word, request in
      request.recipe.clipping = Clipping(word)
      return word == "none" || request.recipe.clipping != nil
    },
    Choice(word: "optimizer", needs: "one of \(Optimizer.Method.names.joined(separator: ", "))") { word, request in
      guard let method = Optimizer.Method(word) else { return false }
      request.recipe.method = method
      return true
    },
    Choice(word: "seed", needs: "a whole number from 0") { word, request in
      guard let seed = UInt64(word) else { return false }
      request.recipe.seed = seed
      return true
    },
    Choice(word: "length", needs: "a number or two, 40..60, from 2 to 100000") { word, request in
      request.lengths = LearningTask.lengths(word)
      return request.lengths != nil
    },
    Choice(word: "seen", needs: "the name of an input") { word, request in
      request.mapping.seen = word
      return true
    },
    Choice(word: "read", needs: "the name of a vector") { word, request in
      request.mapping.read = word
      return true
    },
  ]

  private static func count(
    _ word: String, most: Int = most, _ set: @escaping @Sendable (inout TrainingRequest, Int) -> Void
  ) -> Choice {
    Choice(word: word, needs: "a whole number from 1 to \(most)") { text, request in
      guard let number = Int(text), (1...most).contains(number) else { return false }
      set(&request, number)
      return true
    }
  }

  /// - Parameters:
  ///   - text: what stands behind `train`.
  ///   - usual: what is learned where nothing is named.
  ///   - seed: where batches begin if it is not said.
  /// - Returns: what is asked for.
  /// - Throws: a word that means nothing here, or one whose operand is missing or wrong.
  static func read(
    _ text: String, usual: TrainingRequest.Goal?, seed: UInt64
  ) throws(CommandError) -> TrainingRequest {
    var words = try split(text)[...]
    let goal = try goal(&words) ?? usual
    if let word = words.first, goal == nil, !choices.contains(where: { $0.word == word }) { throw unknown(word) }
    guard let goal else {
      throw .message(
        "say what to learn, as in train brackets: \(names.joined(separator: ", ")), or text FILE; the loss of the sheet "
          + "itself cannot be worked out from what is fed")
    }
    var request = TrainingRequest(goal: goal, text: text)
    request.recipe.seed = seed
    if goal == .ownLoss { (request.recipe.batch, request.recipe.freshCount) = (1, 1) }
    var isTrialSet = false
    while let word = words.popFirst() {
      if word == "own", words.first == "loss" {
        words.removeFirst()
        request.mapping.ownLoss = true
        continue
      }
      guard let choice = choices.first(where: { $0.word == word }) else {
        throw unknown(word)
      }
      let operand = words.popFirst() ?? ""
      guard !operand.isEmpty, choice.read(operand, &request) else {
        throw .message("\(word) needs \(choice.needs)" + (operand.isEmpty ? "" : ", not \(operand.clipped)"))
      }
      isTrialSet = isTrialSet || word == "every"
    }
    if !isTrialSet { request.recipe.validationInterval = min(50, max(1, request.recipe.updates / 10)) }
    return request
  }

  private static func unknown(_ word: String) -> CommandError {
    let nearest = nearestName(to: word, among: choices.map(\.word) + names)
    return .message(
      "train knows no \(word.clipped)" + (nearest.map { ": did you mean \($0)?" } ?? "; help train tells what it takes")
    )
  }

  private static let names = LearningTask.all.map(\.name)

  private static func goal(_ words: inout ArraySlice<String>) throws(CommandError) -> TrainingRequest.Goal? {
    if words.first == "task" { words.removeFirst() }
    guard let word = words.first else { return nil }
    if word == "own", words.dropFirst().first == "loss" {
      words.removeFirst(2)
      return .ownLoss
    }
    if names.contains(word) {
      words.removeFirst()
      return .task(word)
    }
    guard word == "text" else { return nil }
    guard let path = words.dropFirst().first else { throw .message("text needs a file: train text story.txt") }
    words.removeFirst(2)
    return .text(path: path)
  }

  /// Words between spaces; what stands in quotes is one.
  static func split(_ text: String) throws(CommandError) -> [String] {
    var words: [String] = []
    var isOpen = false
    var current: String?
    for character in text {
      if character == "\"" {
        isOpen.toggle()
        current = current ?? ""
      } else if character.isWhitespace, !isOpen {
        if let word = current { words.append(word) }
        current = nil
      } else {
        current = (current ?? "") + String(character)
      }
    }
    guard !isOpen else { throw .message("the quoted text is not closed: put a \" at its end") }
    return words + [current].compactMap { $0 }
  }

  /// The text without a word and what stands behind it.
  static func without(_ word: String, _ text: String) -> String {
    var words = text.split(separator: " ").map(String.init)
    guard let place = words.firstIndex(of: word), place + 1 < words.count else { return text }
    words.removeSubrange(place...place + 1)
    return words.joined(separator: " ")
  }
}
