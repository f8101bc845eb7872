// Text cut, padded and wrapped by columns of the screen. Numbers are NumberText's business.

/// Where text stands in a field that is wider.
package enum Alignment: Hashable, Sendable {
  case left, right, center
}

/// Fits text into columns.
package enum TextLayout {
  /// The text if it fits, else as much as fits with an ellipsis after it.
  package static func clip(_ text: String, to width: Int, glyphs: GlyphSet = .unicode) -> String {
    clip([StyledText(text)], to: width, glyphs: glyphs).map(\.text).joined()
  }

  /// Pieces of text cut as one; the ellipsis takes the style of the piece it cuts.
  package static func clip(_ pieces: [StyledText], to width: Int, glyphs: GlyphSet = .unicode) -> [StyledText] {
    guard width > 0 else { return [] }
    if pieces.reduce(0, { $0 + $1.text.columns }) <= width { return pieces }
    var clipped: [StyledText] = []
    var left = width - 1
    for piece in pieces {
      let text = prefix(piece.text, columns: left)
      left -= text.columns
      if text.utf8.count < piece.text.utf8.count {
        clipped.append(StyledText(text + String(glyphs.ellipsis), piece.style))
        break
      }
      clipped.append(piece)
    }
    return clipped
  }

  /// As many whole characters from the start as fit these columns.
  package static func prefix(_ text: String, columns: Int) -> String {
    var used = 0
    let end = text.indices.first { index in
      used += text[index].columns
      return used > columns
    }
    return String(text[..<(end ?? text.endIndex)])
  }

  /// Cut with an ellipsis or filled with blanks to exactly this width.
  package static func pad(
    _ text: String, to width: Int, _ alignment: Alignment = .left, glyphs: GlyphSet = .unicode
  ) -> String {
    let clipped = onBase(clip(text, to: width, glyphs: glyphs))
    let missing = max(min(width, 65_535) - clipped.columns, 0)
    let before =
      switch alignment {
      case .left: 0
      case .right: missing
      case .center: missing / 2
      }
    return String(repeating: " ", count: before) + clipped + String(repeating: " ", count: missing - before)
  }

  /// A name in a field so narrow that each column counts: of less than three none goes to an ellipsis.
  package static func label(
    _ name: String, to width: Int, _ alignment: Alignment = .center, glyphs: GlyphSet = .unicode
  ) -> String {
    pad(width < 3 ? prefix(name, columns: width) : name, to: width, alignment, glyphs: glyphs)
  }

  /// A mark that text begins with on a dotted circle, so that it joins nothing that is put before it.
  private static func onBase(_ text: String) -> String {
    text.unicodeScalars.first?.columns == 0 ? "\u{25CC}" + text : text
  }

  /// Lines of at most `width` columns, broken between words; a longer word is broken where it must be.
  ///
  /// Line ends in the text stay; blanks at a break are dropped; later lines of a paragraph are indented by `indent`.
  package static func wrap(_ text: String, to width: Int, indent: Int = 0) -> [String] {
    let width = max(width, 1)
    let indent = String(repeating: " ", count: min(max(indent, 0), width - 1))
    return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
      var lines: [String] = []
      // Leading blanks are the paragraph's own indent.
      var line = prefix(String(paragraph.prefix { $0 == " " }), columns: width - 1)
      var lineIsEmpty = true
      for word in paragraph.split(separator: " ") {
        var rest = String(word)
        let gap = lineIsEmpty ? "" : " "
        if line.columns + gap.columns + rest.columns <= width {
          line += gap + rest
          lineIsEmpty = false
          continue
        }
        if !lineIsEmpty {
          lines.append(line)
          line = indent
        }
        while line.columns + rest.columns > width {
          var head = prefix(rest, columns: width - line.columns)
          // A glyph wider than the line stands alone.
          if head.isEmpty { head = String(rest.prefix(1)) }
          lines.append(line + head)
          rest.removeFirst(head.count)
          line = indent
          if rest.isEmpty { break }
        }
        line += rest
        lineIsEmpty = rest.isEmpty
      }
      if !lineIsEmpty || lines.isEmpty { lines.append(lineIsEmpty ? "" : line) }
      return lines
    }
  }
}
