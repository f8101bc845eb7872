// A session made again from its journal: opened with the same arguments, then line by line what changed it.

import ArgumentParser
import Catalogue
import Debugger
import Evaluation
import Glibc

/// A session that was brought back.
struct RestoredSession {
  var session: Session
  /// What is said of it.
  var reports: [Report]
}

extension RestoredSession {
  /// Does again what a journal tells.
  ///
  /// Lines that can no longer be done, since a file has gone or has changed, are told and passed over.
  /// The program is then in the folder from which the paths of that session are meant.
  ///
  /// - Throws: where the model itself cannot be opened again, or after an interruption; nothing has then changed.
  init(
    _ record: JournalRecord, _ catalogue: Catalogue, isInterrupted: @escaping @Sendable () -> Bool
  ) throws(CommandError) {
    let here = getcwd(nil, 0)
    defer { free(here) }
    guard chdir(record.folder) == 0 else {
      throw .message("the folder of that session cannot be entered: \(record.folder): \(systemWords(errno))")
    }
    do throws(CommandError) {
      (session, reports) = try Self.replayed(record, catalogue, isInterrupted)
    } catch {
      if let here { _ = chdir(here) }
      throw error
    }
  }

  private static func replayed(
    _ record: JournalRecord, _ catalogue: Catalogue, _ isInterrupted: @escaping @Sendable () -> Bool
  ) throws(CommandError) -> (Session, [Report]) {
    var session = try startedSession(
      on: try options(record).material(catalogue), catalogue, isInterrupted: isInterrupted)
    var interpreter = Interpreter(takesPrefixes: true)
    var failures: [Report] = []
    for entry in record.entries {
      switch entry {
      case .position(let position): session.move(to: position)
      case .line(let line):
        do throws(CommandError) {
          let reply = try interpreter.run(line, on: &session)
          for effect in reply.effects {
            session = try perform(effect, on: session, catalogue, isQuiet: true).session ?? session
          }
        } catch {
          if error == .run(.interrupted) { throw error }
          failures.append(.text("not done again: \(line): \(error.description)"))
        }
      }
    }
    let count = record.lines
    var reports: [Report] = [.text("back in the session on \(record.model), \(count) change\(count == 1 ? "" : "s")")]
    if record.isCut { reports.append(.text("what was done after these is not known: there was no room for more")) }
    return (session, reports + failures + [session.here])
  }

  private static func options(_ record: JournalRecord) throws(CommandError) -> ModelOptions {
    let command = try? Unroll.parseAsRoot(record.arguments)
    if let open = command as? OpenCommand { return open.options }
    if let run = command as? RunCommand { return run.options }
    throw .message(
      "that session was opened in a way that is not known here: \(record.arguments.joined(separator: " "))")
  }
}
