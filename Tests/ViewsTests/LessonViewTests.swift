// A lesson on the screen: what it says stands still while one does something else.

import Cells
import Debugger
import Testing

@testable import Views

@Suite struct `A lesson on the screen` {
  private static let lesson = Result {
    try Lesson(
      """
      title   What the gates do

      The update gate keeps {mean(z)} of the old state at this step, on average over all units, and the candidate takes the rest. \
      Step on, and look at where it keeps most: the letters that change nothing of the word.

      Shut, it keeps nothing: mean z is {mean(z)}.
      > pin z = 0
      """, path: "gates.lesson")
  }

  private func interface(_ width: Int, _ height: Int, parts: Int = 1) throws -> Interface {
    var interface = try Interface.on("gru", width, height)
    var lesson: Lesson? = try Self.lesson.get()
    for _ in 0..<parts {
      var (session, part) = try #require(interface.session.readyForLesson(lesson))
      lesson = nil
      let open = try #require(session.lesson).lesson
      var reports: [Report] = []
      var paragraphs: [[Lesson.Piece]] = []
      for line in part.lines {
        switch line.kind {
        case .prose(let pieces): paragraphs.append(pieces)
        case .command(let text):
          var interpreter = Interpreter(takesPrefixes: false)
          let reply = try interpreter.run(text, on: &session)
          reports += [.lesson(LessonReport(open, part: 1, .command(text)))] + reply.reports
        case .claim: break
        }
      }
      let prose = try paragraphs.map { try session.filled($0) }
      session.finishPart(prose, from: interface.session, doing: "lesson next")
      interface.adopt(session, saying: reports + prose.map { .lesson(LessonReport(open, part: 1, .prose($0))) })
    }
    return interface
  }

  @Test(arguments: [(80, 24), (200, 60)])
  func `it stands over the prompt, and what its commands answer in the transcript`(width: Int, height: Int) throws {
    try Snapshot(name: "lesson-\(width)x\(height)").expect(try interface(width, height).screen.grid)
    try Snapshot(name: "lesson-pinned-\(width)x\(height)").expect(try interface(width, height, parts: 2).screen.grid)
  }

  @Test func `it stays where it is, whatever is typed, until it is left`() throws {
    var interface = try interface(80, 24)
    func head() -> Int? {
      let rows = PlainTextWriter.text(interface.screen.grid).split(separator: "\n", omittingEmptySubsequences: false)
      return rows.firstIndex { $0.contains("gates 1/2") }
    }
    let place = try #require(head())
    for line in ["norm(h)", "next 3", "frob", "pin r = 1"] {
      interface.enter(line)
      #expect(head() == place, "\(line)")
    }
    interface.enter("lesson end")
    #expect(head() == nil)
  }

  @Test func `Enter on an empty line goes on with it, and the last line says so`() throws {
    var interface = try interface(80, 24)
    #expect(try interface.press("Enter") == [.debugger(.lesson(.next))])
    #expect(PlainTextWriter.text(interface.screen.grid).contains("Enter on"))
  }

  @Test(arguments: [10, 14, 18, 24])
  func `on a small screen it leaves more than half to what is shown`(height: Int) throws {
    let interface = try interface(50, height)
    #expect(interface.layout.lesson.height * 2 < height)
    #expect(interface.screen.grid.bounds.height == height)
  }
}
