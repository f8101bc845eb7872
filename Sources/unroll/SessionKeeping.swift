// What a conversation at a terminal does to be brought back after whatever ends it; the same on the full screen and in plain
// lines.

import Catalogue
import Debugger
import Equations
import Glibc
import Terminal

/// The journal of a conversation, and going back to that of another.
struct SessionKeeping {
  private let journal: SessionJournal
  private let catalogue: Catalogue

  init(_ session: Session, _ catalogue: Catalogue) {
    self.catalogue = catalogue
    let folder = getcwd(nil, 0)
    defer { free(folder) }
    journal = SessionJournal(
      JournalRecord(
        folder: folder.map { String(cString: $0) } ?? "/", arguments: Array(CommandLine.arguments.dropFirst()),
        model: session.model.name))
  }

  func keep(_ line: String, at position: Int) { journal.keep(line, at: position) }

  func keep(position: Int) { journal.keep(position: position) }

  /// It was quit: nothing is offered at the next start.
  func end() { journal.remove() }

  /// The session that was cut off last, in the place of this one.
  ///
  /// This one's journal stays: if it has changed anything, it can be brought back in turn.
  func restore() throws(CommandError) -> RestoredSession {
    guard let (file, record) = JournalStore.takeLatest() else { throw Self.nothing }
    let restored = try RestoredSession(record, catalogue) { InterruptFlag.isRaised }
    journal.goOn(in: file, record, at: restored.session.position)
    return restored
  }

  /// Lets go of the session that was cut off last.
  func forget() throws(CommandError) -> Report {
    guard let (file, record) = JournalStore.takeLatest() else { throw Self.nothing }
    file.remove()
    return .text("let go of the session on \(record.model)")
  }

  private static let nothing = CommandError.message("there is no session that was cut off")
}
