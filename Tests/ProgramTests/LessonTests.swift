// unroll lessons and the command lesson: every lesson that comes along is walked whole.

import Catalogue
import Formats
import TestSupport
import Testing

@Suite struct LessonTests {
  static let names: [String] = (try? Catalogue(.at(Program.resources)).lessonNames) ?? []

  @Test(arguments: names)
  func `every command of a lesson can be done, and all that it claims holds`(name: String) throws {
    let result = try Program.run(["lessons", "--check", name])
    #expect(result.status == .exited(0), "\(result.errorText)")
    #expect(result.outputText.hasPrefix("\(name): ") && result.outputText.hasSuffix(" parts, all holds\n"))
  }

  @Test func `lessons are listed on the command line and at the prompt, with their titles`() throws {
    let list = try Program.run(["lessons"])
    #expect(list.outputLines.count == Self.names.count && Self.names.count >= 6)
    #expect(try Program.run(["run", "-c", "lesson"]).outputText == list.outputText)
    let rows = try Program.run(["lessons", "--json"]).objects()
    #expect(rows.compactMap { $0["name"] } == Self.names.map { .string($0) })
  }

  @Test func `a lesson is walked in a pipe: what it says, what it runs, and what that answers`() throws {
    let place = try Workplace()
    try place.write(
      "two.lesson",
      "title Two\n\nOne is {1 + 0}.\n> open leaky\n> μ\n\nThen another sheet.\n> open rnn\n? \"Recurrent\"\n")
    let result = try Program.run(
      [
        "run", "gru", "-c",
        "lesson two.lesson; open lstm; pin h = 0; lesson next; lesson back; lesson next; lesson next; h",
      ],
      in: place.folder)
    #expect(result.status == .exited(0), "\(result.errorText)")
    let lines = result.outputLines
    #expect(
      lines.prefix(3).map { String($0.prefix(24)) } == ["| One is 1.", "> open leaky", "Leaky units, with a leak"])
    #expect(lines.count { $0 == "| Then another sheet." } == 2 && lines.count { $0 == "| One is 1." } == 2)
    #expect(lines.contains("that was Two; all stays as it is"))
    let objects = try Program.run(["run", "gru", "--json", "-c", "lesson two.lesson"], in: place.folder).objects()
    #expect(objects.first?["reports.0.kind"] == .string("lesson"))
    #expect(objects.first?["reports.0.prose"] == .string("One is 1."))
    #expect(objects.first?["reports.1.command"] == .string("open leaky"))
  }

  @Test func `mistakes of a lesson are told with file and line, those of reading and those of walking`() throws {
    let place = try Workplace()
    try place.write("read.lesson", "title Read\n\n> next\n")
    try place.write("walk.lesson", "title Walk\n\nOne.\n> open leaky\n\nTwo.\n> pin q = 0\n")
    try place.write("claim.lesson", "title Claim\n\nOne.\n> open leaky\n? μ > 1\n? \"tulips\"\n")
    let result = try Program.run(
      ["lessons", "--check", "read.lesson", "walk.lesson", "claim.lesson", "gatez"], in: place.folder)
    #expect(result.status == .exited(1))
    #expect(result.errorText.contains("read.lesson:3: a part needs prose: say what is to be seen\n"))
    #expect(result.errorText.contains("walk.lesson:7: "))
    #expect(result.errorText.contains("claim.lesson:5: it does not hold that μ > 1\n"))
    #expect(result.errorText.contains("claim.lesson:6: the last answer does not say \"tulips\"\n"))
    #expect(result.errorText.contains("no lesson is called \"gatez\"; did you mean gates?"))
    // Whoever walks it is told of a mistake, and is where they were; of a claim only that it does not hold.
    let walked = try Program.run(["run", "-c", "lesson walk.lesson; lesson next"], in: place.folder)
    #expect(walked.status == .exited(1) && walked.errorText.contains("walk.lesson:7: "))
    let claimed = try Program.run(["run", "-c", "lesson claim.lesson"], in: place.folder)
    #expect(claimed.status == .exited(0))
    #expect(claimed.outputText.contains("note: claim.lesson:5: it does not hold that μ > 1"))
  }
}
