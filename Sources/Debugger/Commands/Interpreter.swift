// From a typed line to a command: the table first, then an equation, then an expression.

internal import Equations

/// Reads lines and runs them on a session.
package struct Interpreter: Sendable {
  /// Whether unique prefixes of command names are taken: at the prompt they are, in scripts they are not.
  package var takesPrefixes: Bool
  /// What an empty line repeats.
  private(set) var last: String?
  /// Names of models of which it was said that, typed alone, they are commands.
  private var told: Set<String> = []

  package init(takesPrefixes: Bool) { self.takesPrefixes = takesPrefixes }

  /// Runs one line.
  ///
  /// An empty line repeats the last command if it is one that is repeated, and in a lesson goes on; `#` starts a comment, which behind an
  /// equation is its caption.
  ///
  /// - Throws: why nothing was done; the session is then as it was.
  package mutating func run(_ line: String, on session: inout Session) throws(CommandError) -> Reply {
    let text = withoutComment(line).trimmed
    guard !text.isEmpty else {
      guard line.trimmed.isEmpty, let meant = meant(byNothingIn: session) else { return .silent }
      return try perform(meant, line: meant, on: &session)
    }
    last = nil
    var reply = try perform(text, line: line, on: &session)
    if let note = note(on: text, session.model) { reply.reports.append(.text(note)) }
    if let (command, _) = command(in: text, session.model), command.repeats { last = text }
    return reply
  }

  /// What an empty line does: a lesson goes on, else the last command is repeated if it is one that is.
  func meant(byNothingIn session: Session) -> String? { session.lesson == nil ? last : "lesson next" }

  /// Does what `line` says, which is `text` and perhaps a comment.
  private func perform(_ text: String, line: String, on session: inout Session) throws(CommandError) -> Reply {
    var copy = session
    let reply: Reply
    if let (command, rest) = command(in: text, session.model) {
      reply = try command.run(&copy, rest)
      if command.changes { copy.remember(session, doing: text) }
    } else if let equation = try equation(line.trimmed) {
      reply = try copy.replaceEquation(equation, line)
      copy.remember(session, doing: text)
    } else {
      reply = try evaluate(text, &copy)
    }
    session = copy
    return reply
  }

  /// A word of the table that stands alone, or has a space behind it; where it is also a name of the model, no operator.
  func command(in text: String, _ model: Model) -> (Command, String)? {
    let typed = String(text.prefix { !$0.isWhitespace })
    let (word, format) = withoutFormat(typed)
    let operands = String(text.dropFirst(typed.count)).trimmed
    let rest = format.isEmpty ? operands : "\(format) \(operands)".trimmed
    let isName = model.knows(word)
    guard !(isName && (startsOperator(rest) || startsSteps(rest))), !startsEquation(rest) else { return nil }
    if let command = Command.named(word) {
      guard format.isEmpty || command.takesFormat else { return nil }
      return isName && rest.isEmpty && yields(command, typedAs: word) ? nil : (command, rest)
    }
    guard takesPrefixes, !isName, format.isEmpty, word.allSatisfy({ $0.isLetter || $0 == "-" }), word.count > 1 else {
      return nil
    }
    let candidates = Command.all.filter { $0.name.hasPrefix(word) }
    return candidates.count == 1 ? (candidates[0], rest) : nil
  }

  /// Whether a name of the model, typed alone, wins over the command that it abbreviates.
  ///
  /// `h` is the hidden state, not help. Those that an empty line repeats are typed too often to depend on the model: `n`
  /// is always next.
  private func yields(_ command: Command, typedAs word: String) -> Bool { word != command.name && !command.repeats }

  /// That a command was meant where a name of the model stands, too: said once at a prompt.
  private mutating func note(on text: String, _ model: Model) -> String? {
    guard takesPrefixes, let command = Command.named(text), command.name != text, command.repeats, model.knows(text),
      told.insert(text).inserted
    else { return nil }
    return "\(text) is \(command.name) here; print \(text) shows the \(text) of the sheet"
  }

  /// `print/e` is the command with a format behind it.
  private func withoutFormat(_ word: String) -> (String, String) {
    guard let slash = word.firstIndex(of: "/"), slash != word.startIndex else { return (word, "") }
    return (String(word[..<slash]), String(word[slash...]))
  }

  /// `c + 1` is arithmetic, though `c` alone is a command.
  private func startsOperator(_ rest: String) -> Bool {
    guard let first = rest.first else { return false }
    if first == "-" || first == "−" { return rest.dropFirst().first?.isWhitespace ?? false }
    return "=+*/⊙⊘^@<>≤≥≠".contains(first) || rest.hasPrefix(".*") || rest.hasPrefix("./")
  }

  /// `h from 2 to 4` prints h over some steps.
  private func startsSteps(_ rest: String) -> Bool {
    let words = rest.split(separator: " ")
    return words.count >= 2 && ["from", "at"].contains(words[0]) && Int(words[1]) != nil
  }

  private func startsEquation(_ rest: String) -> Bool { rest.hasPrefix("=") && !rest.hasPrefix("==") }

  private func equation(_ text: String) throws(CommandError) -> Item? {
    do throws(SheetErrors) {
      return try SheetParser.equation(text)
    } catch {
      throw .sheet(error)
    }
  }

  private func evaluate(_ text: String, _ session: inout Session) throws(CommandError) -> Reply {
    let word = String(text.prefix { !$0.isWhitespace })
    let isWord = word.count > 1 && word.first != "-" && word.allSatisfy { $0.isLetter || $0 == "-" }
    let isKnown = session.model.knows(word)
    if isWord && !isKnown && Function.named(word) == nil {
      if ViewKind.named(word) != nil {
        let isRead = (try? Pane.read(text, session)) != nil
        throw .message(
          "\(word) is a view: \(isRead ? "view \(text.clipped) shows it" : "help view tells what it takes")")
      }
      let names = Command.all.map(\.name)
      let candidates = names.filter { $0.hasPrefix(word) }
      if takesPrefixes, candidates.count > 1 { throw .ambiguous(word, candidates) }
      // A script takes no prefixes, but one that is typed all the same says which command was meant.
      if word.count > 1, candidates.count == 1 { throw .unknown(word, nearest: candidates[0]) }
      throw .unknown(word, nearest: nearestName(to: word, among: names + session.model.allNames))
    }
    return try Command.print.run(&session, text)
  }

  func withoutComment(_ line: String) -> String {
    var quoted = false
    for (index, character) in zip(line.indices, line) {
      if character == "\"" { quoted.toggle() }
      if character == "#" && !quoted { return String(line[..<index]) }
    }
    return line
  }
}

extension Model {
  package var allNames: [String] {
    quantities.map(\.name) + inputs.map(\.name) + parameters.map(\.name) + constants.map(\.name) + dims.map(\.name)
  }

  /// Whether a word is a name of the model, or the bare name of a family.
  func knows(_ word: String) -> Bool {
    allNames.contains { $0 == word || $0.hasPrefix(word + "[") }
  }
}
