// What stands behind `beside`, in a sheet as at the prompt: another sheet, and what of it corresponds to what of this one.

package import Equations

/// `gru with z = f, 1 - z = i`: a sheet, and pairs of its terms and ours.
package struct BesideRequest: Sendable, Equatable {
  /// Its name or path.
  package var sheet: String
  package var said: [TermPair]

  static let usage = "SHEET [with THEIRS = OURS, …]"

  package init(_ text: String) throws(CommandError) {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let sheet = words.first, words.count == 1 || words[1] == "with", words.count != 2 else {
      throw .usage(command: "beside", expected: Self.usage, found: text)
    }
    self.sheet = sheet
    said = []
    for pair in words.dropFirst(2).joined(separator: " ").parts(dividedBy: ",") where words.count > 2 {
      said.append(try Self.pair(pair))
    }
  }

  private static func pair(_ text: String) throws(CommandError) -> TermPair {
    let sides = text.parts(dividedBy: "=").map(\.trimmed)
    guard sides.count == 2, sides.allSatisfy({ !$0.isEmpty }) else {
      throw .message("with needs pairs such as 1 - z = i, their term and ours, not \(text.trimmed.clipped)")
    }
    do throws(SheetErrors) {
      return TermPair(ours: try SheetParser.expression(sides[1]), theirs: try SheetParser.expression(sides[0]))
    } catch {
      throw .sheet(error)
    }
  }
}

extension String {
  /// What stands between signs that are outside of all brackets.
  fileprivate func parts(dividedBy sign: Character) -> [String] {
    var parts = [""]
    var depth = 0
    for character in self {
      if "([".contains(character) { depth += 1 }
      if ")]".contains(character) { depth -= 1 }
      if character == sign, depth <= 0 {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts
  }
}
