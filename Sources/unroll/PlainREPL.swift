// The prompt as plain lines: for pipes, scripts and terminals that can do no more.

import Catalogue
import Debugger
import Equations
import Formats
import Glibc

/// Runs commands one after another and prints what they say.
struct PlainREPL {
  enum Source {
    /// `name` stands before the number of a line in errors.
    case lines([String], name: String)
    case standardInput
    /// Somebody types: errors do not end it, and there is a prompt.
    case terminal
  }

  private var session: Session
  private let catalogue: Catalogue
  private let json: Bool
  private var interpreter = Interpreter(takesPrefixes: false)

  init(session: Session, catalogue: Catalogue, json: Bool) {
    self.session = session
    self.catalogue = catalogue
    self.json = json
  }

  /// - Throws: the first error, with its line; at a terminal none.
  func run(_ source: Source) throws(CommandError) {
    var copy = self
    switch source {
    case .lines(let lines, let name): try copy.run(lines, name)
    case .standardInput: try copy.readLines()
    case .terminal: copy.converse()
    }
  }

  private mutating func run(_ lines: [String], _ name: String) throws(CommandError) {
    for (index, line) in lines.enumerated() where !line.trimmed.isEmpty {
      guard try runTold(line, "\(name)\(index + 1)") else { return }
    }
  }

  private mutating func readLines() throws(CommandError) {
    var number = 0
    while let line = readLine() {
      number += 1
      if line.trimmed.isEmpty { continue }
      guard try runTold(line, "line \(number)") else { return }
    }
  }

  private mutating func runTold(_ line: String, _ place: String) throws(CommandError) -> Bool {
    do throws(CommandError) {
      return try runOne(line)
    } catch {
      throw .message("\(place): \(error.description)")
    }
  }

  private mutating func converse() {
    interpreter.takesPrefixes = true
    for line in Report.opening(session) { print(line) }
    while true {
      print("> ", terminator: "")
      fflush(nil)
      guard let line = readLine() else { break }
      do throws(CommandError) {
        guard try runOne(line) else { break }
      } catch {
        print(error.description)
      }
    }
  }

  /// - Returns: false when the program is to end.
  private mutating func runOne(_ line: String) throws(CommandError) -> Bool {
    let reply = try interpreter.run(line, on: &session)
    var reports = reply.reports
    var goesOn = true
    for effect in reply.effects {
      let performed = try perform(effect, on: session, catalogue)
      reports += performed.reports
      guard let next = performed.session else {
        goesOn = false
        continue
      }
      session = next
    }
    if json {
      if !(reports.isEmpty && goesOn) || !line.trimmed.hasPrefix("#") {
        print(Reply(reports).json(command: line.trimmed).text)
      }
    } else {
      for report in reports { for text in report.lines { print(text) } }
    }
    fflush(nil)
    return goesOn
  }
}

extension Report {
  /// What a plain session starts with.
  fileprivate static func opening(_ session: Session) -> [String] {
    ["\(session.model.title)  \(session.feedDescription)"] + session.here.lines + ["help lists the commands"]
  }
}
