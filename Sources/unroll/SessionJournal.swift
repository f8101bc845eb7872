// A session on paper: what it was opened with and what was done to it, written line by line while it goes on, so that whatever
// ends the program, nothing of it is lost. One file a session, locked as long as its program lives, gone when it is quit.

import Formats
import Glibc

/// What is written of a session.
struct JournalRecord: Equatable {
  enum Entry: Equatable {
    case line(String)
    /// Where the session stood.
    case position(Int)
  }

  /// The folder in which the program was started: paths are meant from there.
  var folder: String
  /// Its arguments.
  var arguments: [String]
  /// How the model is called.
  var model: String
  var entries: [Entry] = []
  /// Whether the end is missing, because there was no more room.
  var isCut = false

  var lines: Int { entries.count { if case .line = $0 { true } else { false } } }
}

/// The journal of the session that is going on.
///
/// The file is made with the first line that changes something. What cannot be written is not kept, and nothing is said.
final class SessionJournal {
  private var record: JournalRecord
  private var file: JournalFile?
  private var hasFailed = false
  private var position = 0

  /// Nothing is written yet.
  init(_ record: JournalRecord) { self.record = record }

  /// Goes on with a journal whose session was brought back.
  func goOn(in file: JournalFile, _ record: JournalRecord, at position: Int) {
    (self.file, self.record, self.position) = (file, record, position)
    hasFailed = record.isCut
  }

  /// Keeps a line that was carried out where the session stood at a position.
  func keep(_ line: String, at position: Int) {
    keep(position: position)
    guard !hasFailed else { return }
    if file == nil, let folder = JournalStore.folder {
      file = JournalFile(new: record, in: folder)
      file?.write(position: position)
    }
    // Lines that are written in part would be another session: the journal ends before them.
    if file?.append(line: line) != true { hasFailed = true }
  }

  /// Keeps where the session stands.
  func keep(position: Int) {
    guard position != self.position else { return }
    self.position = position
    if !hasFailed { file?.write(position: position) }
  }

  /// The session was quit: there is nothing to bring back.
  func remove() {
    file?.remove()
    file = nil
  }
}
