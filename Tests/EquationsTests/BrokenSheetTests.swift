// Sheets with something wrong, each kept beside exactly what is told of it.

import Equations
import Testing

@Suite struct BrokenSheetTests {
  private static let names = Fixtures.names(in: "Broken", ending: ".eqn")

  @Test func `there are more than fifty broken sheets`() {
    #expect(Self.names.count > 50)
  }

  @Test(arguments: names)
  func `a broken sheet is told all its mistakes in exactly these words`(name: String) {
    let path = Fixtures.path("Broken/\(name)")
    let (model, told) = read(Fixtures.text("\(path).eqn"), name: "\(name).eqn")
    #expect(model == nil)
    if Fixtures.areRewritten {
      Fixtures.write(told + "\n", to: "\(path).expected")
    } else {
      #expect(told + "\n" == Fixtures.text("\(path).expected"))
    }
  }

  @Test(arguments: names)
  func `the line and the caret of a mistake lie on the sheet`(name: String) throws {
    let text = Fixtures.text("\(Fixtures.path("Broken/\(name)")).eqn")
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var thrown: SheetErrors?
    do throws(SheetErrors) {
      _ = try Model(SheetParser.parse(text, name: name))
    } catch {
      thrown = error
    }
    for mistake in try #require(thrown).diagnostics where mistake.range.line > 0 {
      try #require(mistake.range.line <= lines.count)
      let length = lines[mistake.range.line - 1].count
      // One beyond the end is where something is missing.
      #expect(mistake.range.column >= 1 && mistake.range.column <= length + 1)
      #expect(mistake.range.column + mistake.range.length <= max(length, mistake.range.column) + 1)
    }
  }

  @Test func `every kind of ending of a line gives the same mistakes`() {
    // Long families take a while, and their lines end as others do.
    for name in Self.names where !name.hasPrefix("families") {
      let text = Fixtures.text("\(Fixtures.path("Broken/\(name)")).eqn")
      let told = read(text).told
      let feeds = ["\r\n", "\r", "\u{2028}"].map { end in
        text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: end)
      }
      for other in feeds + ["\u{FEFF}" + text] where read(other).told != told {
        Issue.record("\(name) is told otherwise")
      }
    }
  }
}
