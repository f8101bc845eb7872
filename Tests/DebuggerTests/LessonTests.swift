// Lessons: how their text is read, and what walking one does to a session.

import Debugger
import Evaluation
import Testing

@Suite struct Lessons {
  private static let text = """
    # For whoever writes it.
    title   A cell and its gate

    The cell is {3 + 1} of
    something.
    > pin z = 0
    ? max(z) == 0

    Then the gate is open, and z[1] is {z[1]}.
    > pin z = 1
    > goto 3
    Here z[1:2] is {z[1]} and step {t}.
    ? "step 3"
    """

  private func lesson(_ text: String = text) throws -> Lesson { try Lesson(text, path: "some/cell.lesson") }

  private func mistakes(_ text: String) -> [String] {
    do throws(LessonMistakes) {
      _ = try Lesson(text, path: "l")
      return []
    } catch {
      return error.lines
    }
  }

  // MARK: reading

  @Test func `empty lines divide parts, lines of prose that follow each other are one paragraph`() throws {
    let lesson = try lesson()
    #expect(lesson.title == "A cell and its gate" && lesson.name == "cell")
    #expect(lesson.parts.map(\.lines.count) == [3, 5])
    #expect(
      lesson.parts[0].lines.map(\.kind) == [
        .prose([.text("The cell is "), .value("3 + 1"), .text(" of something.")]), .command("pin z = 0"),
        .claim(.holds("max(z) == 0")),
      ])
    #expect(lesson.parts[1].lines.last?.kind == .claim(.said("step 3")))
    #expect(lesson.parts.flatMap(\.lines).map(\.number) == [4, 6, 7, 9, 10, 11, 12, 13])
  }

  @Test(arguments: [
    ("", "l:1: a lesson begins with its title: title Words about it"),
    ("Gates\n\nprose", "l:1: a lesson begins with its title: title Words about it"),
    ("title Gates\n", "l:2: a lesson has parts: prose and commands behind the title and an empty line"),
    ("title Gates\n\nprose\n>", "l:4: a command is to stand behind >"),
    ("title Gates\n\nprose\n?", "l:4: what must hold is to stand behind ?, as mean(f) > 0.5 or \"half-life\""),
    ("title Gates\n\n> next", "l:3: a part needs prose: say what is to be seen"),
    ("title Gates\n\nhalf {mean(f)", "l:3: { and } go in pairs around an expression, whose value then stands there"),
    ("title Gates\n\nhalf }{", "l:3: { and } go in pairs around an expression, whose value then stands there"),
    ("title Gates\n\nprose\n> lesson next", "l:4: lesson is for whoever walks the lesson, not for the lesson"),
    ("title Gates\n\nprose\n> q", "l:4: quit is for whoever walks the lesson, not for the lesson"),
  ])
  func `mistakes are told with file and line`(text: String, mistake: String) {
    #expect(mistakes(text).contains(mistake), "\(mistakes(text))")
  }

  @Test func `all mistakes are told at once, and prose that no small screen can hold is one`() {
    let text = "title Gates\n\n\(String(repeating: "words ", count: 90))\n> quit\n"
    #expect(
      mistakes(text) == [
        "l:4: quit is for whoever walks the lesson, not for the lesson",
        "l:3: the prose of this part has 539 characters, and 450 fit a small screen: divide it by an empty line",
      ])
  }

  // MARK: walking

  @Test func `a part runs its commands, fills in its values, and what it claims holds`() throws {
    var session = try Sessions.open("gru")
    try session.walk(try lesson())
    #expect(session.pins.map(\.text) == ["z = 0"])
    #expect(session.lesson?.prose == ["The cell is 4 of something."] && session.lesson?.place == "cell 1/2")
    try session.walk()
    #expect(session.lesson?.prose.last == "Here z[1:2] is 1 and step 3.")
    #expect(session.lesson?.isAtEnd == true)
  }

  @Test func `an empty line goes on with a lesson, and repeats again when it is over`() throws {
    var session = try Sessions.open("gru")
    var interpreter = Interpreter(takesPrefixes: true)
    _ = try interpreter.run("next", on: &session)
    try session.walk(try lesson())
    #expect(try interpreter.run("", on: &session).effects == [.lesson(.next)])
    #expect(interpreter.kept("", in: session) == "lesson next")
    try session.walk()
    #expect(try interpreter.run("", on: &session).effects == [])
    #expect(session.lesson == nil)
    #expect(interpreter.kept("", in: session) == nil)
  }

  @Test func `what is done beside a lesson is put back when it goes on, and undo has it again`() throws {
    var session = try Sessions.open("gru")
    try session.walk(try lesson())
    _ = try session.say("pin r = 1", "goto 7")
    try session.walk()
    #expect(session.pins.map(\.text) == ["z = 1"])
    _ = try session.say("undo")
    #expect(session.pins.map(\.text) == ["z = 0", "r = 1"] && session.lesson?.part == 1)
    _ = try session.say("redo")
    #expect(session.pins.map(\.text) == ["z = 1"] && session.lesson?.part == 2)
    _ = try session.say("undo 3")
    #expect(session.pins.isEmpty && session.lesson == nil)
  }

  @Test func `back shows the part before as it was, also after something was done beside it`() throws {
    var session = try Sessions.open("gru")
    try session.walk(try lesson())
    try session.walk()
    _ = try session.say("unpin", "goto 9")
    #expect(try session.say("lesson back").first == "| The cell is 4 of something.")
    #expect(session.pins.map(\.text) == ["z = 0"] && session.lesson?.part == 1)
    #expect(session.complaint("lesson back") == "this is the first part of the lesson")
    try session.walk()
    #expect(session.pins.map(\.text) == ["z = 1"] && session.lesson?.part == 2)
  }

  @Test func `leaving a lesson leaves all as it is`() throws {
    var session = try Sessions.open("gru")
    try session.walk(try lesson())
    #expect(try session.say("lesson end") == ["the lesson is left; all stays as it is"])
    #expect(session.lesson == nil && session.pins.map(\.text) == ["z = 0"])
    for line in ["lesson end", "lesson next", "lesson back"] {
      #expect(session.complaint(line) == "no lesson is open: lesson lists them, lesson NAME begins one")
    }
    _ = try session.say("undo")
    #expect(session.lesson?.part == 1)
  }

  private static let claims: [(Lesson.Claim, String?)] = [
    (.holds("max(z) > 0"), "it does not hold that max(z) > 0"), (.holds("max(z) == 0"), nil), (.said("pinned z"), nil),
    (.said("pinned r"), "the last answer does not say \"pinned r\""),
  ]

  @Test(arguments: claims)
  func `a claim is an expression of one number, or a part of the last answer`(
    claim: Lesson.Claim, failure: String?
  ) throws {
    var session = try Sessions.open("gru")
    let answer = try session.reply(to: ["pin z = 0"]).reports
    #expect(try session.failure(of: claim, after: answer) == failure)
    #expect(throws: CommandError.self) { try session.failure(of: .holds("z > 0"), after: answer) }
    #expect(throws: CommandError.self) { try session.filled([.value("h")]) }
  }
}

extension Session {
  /// Walks the next part of a lesson, or the first of one that is given, as the program does where no command touches a file.
  fileprivate mutating func walk(_ lesson: Lesson? = nil) throws {
    var (next, part) = try #require(readyForLesson(lesson))
    var paragraphs: [[Lesson.Piece]] = []
    var answer: [Report] = []
    for line in part.lines {
      switch line.kind {
      case .prose(let pieces): paragraphs.append(pieces)
      case .command(let text): answer = try next.reply(to: [text]).reports
      case .claim(let claim): #expect(try next.failure(of: claim, after: answer) == nil)
      }
    }
    let prose = try paragraphs.map { try next.filled($0) }
    next.finishPart(prose, from: self, doing: "lesson next")
    self = next
  }
}
