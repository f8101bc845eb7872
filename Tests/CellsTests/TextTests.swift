// Text and numbers fitted into columns, and text spelled in ASCII.

import Cells
import Testing

@Suite struct TextTests {
  @Test(arguments: [
    ("hidden state", 20, "hidden state"), ("hidden state", 8, "hidden …"), ("hidden", 6, "hidden"), ("hidden", 1, "…"),
    ("x", 0, ""),
    ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("h\u{303}h\u{303}h\u{303}", 2, "h\u{303}…"), ("ab", -3, ""),
  ])
  func `text is cut with an ellipsis`(text: String, width: Int, clipped: String) {
    #expect(TextLayout.clip(text, to: width) == clipped)
    #expect(TextLayout.clip(text, to: width).columns <= max(width, 0))
  }

  @Test func `the ellipsis has the style of the piece it cuts`() {
    let pieces = [StyledText("ab", .bold), StyledText("cdef", .dim), StyledText("gh", .reverse)]
    #expect(TextLayout.clip(pieces, to: 5) == [StyledText("ab", .bold), StyledText("cd…", .dim)])
    #expect(TextLayout.clip(pieces, to: 8) == pieces)
    #expect(TextLayout.clip(pieces, to: 2, glyphs: .ascii) == [StyledText("a~", .bold)])
  }

  @Test func `of a name that is cut to one or two columns all are the name's`() {
    #expect(TextLayout.label("[mask]", to: 1) == "[" && TextLayout.label("[mask]", to: 2) == "[m")
    #expect(TextLayout.label("[mask]", to: 3) == "[m…" && TextLayout.label("a", to: 3) == " a ")
    #expect(TextLayout.label("ab", to: 4, .right) == "  ab" && TextLayout.label("日本", to: 1) == " ")
  }

  @Test(arguments: [
    (Alignment.left, "ab   "), (.right, "   ab"), (.center, " ab  "),
  ])
  func `text is padded to a width`(alignment: Alignment, padded: String) {
    #expect(TextLayout.pad("ab", to: 5, alignment) == padded)
    #expect(TextLayout.pad("abcdefg", to: 5, alignment) == "abcd…")
    #expect(TextLayout.pad("日本語", to: 6, alignment) == "日本語")
    #expect(TextLayout.pad("日本語", to: 5, alignment).columns == 5)
    // A vowel sign of Khmer by itself joins nothing that is put before it.
    #expect(TextLayout.pad("\u{17C6}", to: 5, alignment).columns == 5)
    #expect(TextLayout.pad("\u{17C6}", to: 5, alignment).contains("\u{25CC}\u{17C6}"))
  }

  @Test(arguments: [
    ("the quick brown fox", 10, 0, ["the quick", "brown fox"]),
    ("the quick brown fox", 9, 2, ["the quick", "  brown", "  fox"]),
    ("abcdefghij k", 4, 0, ["abcd", "efgh", "ij k"]), ("a\n\nb", 9, 0, ["a", "", "b"]), ("", 5, 0, [""]),
    ("   ", 5, 0, [""]),
    ("  indented line", 10, 2, ["  indented", "  line"]), ("日本語 日本", 5, 0, ["日本", "語", "日本"]),
    ("日本", 1, 0, ["日", "本"]),
    ("ab", 0, 0, ["a", "b"]), ("word", 4, 99, ["word"]), ("a b", 1, 5, ["a", "b"]),
  ])
  func `text is wrapped between words`(text: String, width: Int, indent: Int, lines: [String]) {
    #expect(TextLayout.wrap(text, to: width, indent: indent) == lines)
  }

  @Test(arguments: [
    (Float(-0.8312), 5, 3, "-0.83"), (0.382, 5, 3, "0.382"), (1.2e-7, 6, 2, "1.2e-7"), (.nan, 5, 3, "NaN"),
    (-.infinity, 5, 3, "-inf"),
    (0, 4, 3, "0"), (-0.0, 4, 3, "0"), (123456, 6, 3, "123000"), (1234567, 6, 3, "1.23e6"), (1234567, 5, 3, "1.2e6"),
    (1, 4, 3, "1.00"),
    (0.9996, 5, 3, "1.00"), (999.6, 5, 3, "1000"), (1, 1, 3, "1"), (-1, 1, 3, "#"), (1e38, 4, 3, "1e38"),
    (1e38, 3, 3, "###"),
    (0.00123, 7, 3, "0.00123"), (0.000123, 7, 3, "1.23e-4"), (5, 0, 3, ""), (.leastNonzeroMagnitude, 9, 3, "1.00e-45"),
    (.greatestFiniteMagnitude, 9, 3, "3.40e38"), (9.96, 4, 2, "10"), (0.05, 4, 1, "0.05"), (25, 3, 1, "30"),
  ])
  func `a number is fitted into columns`(value: Float, width: Int, digits: Int, text: String) {
    #expect(NumberText.fitted(value, width: width, digits: digits) == text)
  }

  @Test func `a fitted number is near the number`() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<3000 {
      let value = Float(bitPattern: .random(in: 0...UInt32.max, using: &random))
      // Sign, three digits, point, and an exponent of two digits with its sign.
      let text = NumberText.fitted(value, width: 9)
      #expect(text.utf8.count <= 9)
      guard value.isFinite, value.isNormal else { continue }
      let read = try #require(Float(text), "\(value) as \(text)")
      try #require(abs(read - value) <= abs(value) * 0.0051 || read.isInfinite, "\(value) as \(text)")
    }
  }

  @Test(
    arguments: [
      (0.5, 0, "1"), (2.345, 2, "2.35"), (-0.004, 2, "0.00"), (99.995, 2, "100.00"), (1e12, 2, "1.00e12"),
      (0, 3, "0.000"),
      (.nan, 2, "NaN"), (-1.5, 1, "-1.5"), (0.0499, 1, "0.0"), (0.05, 1, "0.1"), (12, -4, "12"),
    ] as [(Double, Int, String)])
  func `a number has so many digits after the point`(value: Double, decimals: Int, text: String) {
    #expect(NumberText.fixed(value, decimals: decimals) == text)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (-1234567, "-1,234,567"), (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func `thousands are set apart`(count: Int, text: String) {
    #expect(NumberText.grouped(count) == text)
  }

  @Test(arguments: [
    ("h̃ = tanh(W_h x + U_h (r ⊙ hₜ₋₁) + b_h)", "h~ = tanh(W_h x + U_h (r .* h[t-1]) + b_h)"),
    ("z = σ(W_z x)", "z = sigmoid(W_z x)"), ("σ_k ⊘ γ + β − Δ", "sigma_k ./ gamma + beta - Delta"),
    ("Wᵀ v / √D_k", "W' v / sqrt D_k"), ("√(a²)", "sqrt(a^2)"), ("x₁₂ λ", "x_12 lambda"), ("hₜ₊₁", "h[t+1]"),
    ("‖h‖ ≤ ∞", "||h|| <= inf"),
    ("“q” → …", "\"q\" -> ..."), ("café naïve", "cafe naive"), ("ñ", "n~"), ("ÅÉ", "AE"), ("┌─│└", "+-|+"),
    ("日本", "??"),
    ("a\nb", "a\nb"), ("ℝ 𝐱 𝟘", "R x 0"), ("ς", "sigma"), ("tab\there", "tab here"), ("", ""), ("Ω", "Omega"),
  ])
  func `text is spelled in ASCII as the sheet language does`(text: String, spelled: String) {
    #expect(text.transliterated() == spelled)
    #expect(GlyphSet.ascii.spell(text) == spelled)
    #expect(GlyphSet.unicode.spell(text) == text)
  }

  @Test func `every sign of a glyph set is one column, and in ASCII is ASCII`() {
    for set in GlyphSet.allCases {
      let many = set.bars + set.sideBars + set.positiveRamp + set.negativeRamp
      let single = [
        set.zero, set.notANumber, set.positiveInfinity, set.negativeInfinity, set.current, set.breakpoint, set.pinned,
        set.marked,
        set.bullet, set.check, set.cross, set.ellipsis, set.up, set.down, set.left, set.right, set.dot,
        set.minus,
        set.horizontal, set.vertical, set.topLeft, set.topRight, set.bottomLeft, set.bottomRight, set.teeLeft,
        set.teeUp,
      ]
      #expect((many + single).allSatisfy { $0.columns == 1 && (set == .unicode || $0.isASCII) })
      #expect(Set(set.bars).count == 8 && set.positiveRamp.count == set.negativeRamp.count)
    }
  }
}
