// Long lines, broken without losing anything.

import Cells
import Testing

@testable import Views

@Suite struct `A long line` {
  @Test(arguments: [
    ("short", 10, ["short"]),
    ("one two three", 9, ["one two", "    three"]),
    ("  n   the next step of all", 20, ["  n   the next step", "      of all"]),
    ("abcdefghij", 4, ["abcd", "  ef", "  gh", "  ij"]),
    ("界界界界", 5, ["界界", "   界", "   界"]),
    ("", 3, [""]),
  ])
  func `goes on below, under its second column`(_ line: String, _ width: Int, _ rows: [String]) {
    #expect(HangingText.rows(line, width: width) == rows)
  }

  @Test(arguments: 0...40)
  func `loses nothing but blanks and fits`(_ width: Int) {
    for line in [
      "  reverse-next, rn, back [COUNT]   back to the end of the step before",
      "h̃ = tanh(W_h x + U_h (r ⊙ h[t-1]) + b_h)  # 候補",
      String(repeating: "x", count: 200), "   ", "a  b  c  d  e  f  g  h",
    ] {
      let rows = HangingText.rows(line, width: width)
      #expect(rows.joined().filter { $0 != " " } == line.filter { $0 != " " })
      if width >= 2 { #expect(rows.allSatisfy { $0.columns <= width }) }
    }
  }
}
