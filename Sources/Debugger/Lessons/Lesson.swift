// A lesson as data: prose, commands that are really run, and what must then hold. Whoever can write a sheet can write one.

internal import Catalogue

/// Parts that are walked one after another.
package struct Lesson: Sendable, Equatable {
  /// Where it was read from: what mistakes in it are told by.
  package var path: String
  package var title: String
  package var parts: [Part]

  /// What is shown together.
  package struct Part: Sendable, Equatable {
    package var lines: [Line]
  }

  /// Lines of one kind that follow each other.
  package struct Line: Sendable, Equatable {
    /// Of the file, from 1.
    package var number: Int
    package var kind: Kind
  }

  package enum Kind: Sendable, Equatable {
    /// A paragraph.
    case prose([Piece])
    /// As one would type it.
    case command(String)
    case claim(Claim)
  }

  /// A stretch of a paragraph.
  package enum Piece: Sendable, Equatable {
    case text(String)
    /// An expression; its value stands there, as it is when the part's commands have run.
    case value(String)
  }

  /// What must hold where it stands.
  package enum Claim: Sendable, Equatable {
    /// An expression of one number, which is not 0.
    case holds(String)
    /// What the last command answered has this in it.
    case said(String)
  }

  /// Its file without folders and ending: what one types.
  package var name: String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return file.hasSuffix(Catalogue.lessonEnding) ? String(file.dropLast(Catalogue.lessonEnding.count)) : file
  }
}

/// What a lesson is asked for.
package enum LessonMove: Sendable, Equatable {
  case list
  /// By name or path.
  case begin(String)
  case next
}
