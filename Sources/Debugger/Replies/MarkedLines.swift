// Marked equations as lines: broken between words, and below each a number under what is marked, with a rule as long as it.

package import Equations

extension MarkedText {
  /// Lines of at most so many columns, those after the first indented.
  package func lines(width: Int) -> [MarkedText] {
    var lines: [[Piece]] = [[]]
    var used = 0
    for word in words {
      let columns = word.reduce(0) { $0 + $1.text.cellWidth }
      if used > 0, used + columns > width {
        lines.append([Piece("  ")])
        used = 2
      }
      lines[lines.count - 1] += word
      used += columns
    }
    return lines.map { MarkedText($0.joined) }
  }

  package var columns: Int { pieces.reduce(0) { $0 + $1.text.cellWidth } }

  package var text: String { pieces.map(\.text).joined() }

  /// What stands below it; nil where nothing is marked.
  package func signs(rule: Character) -> String? {
    guard pieces.contains(where: { $0.mark != nil }) else { return nil }
    return pieces.map { piece in
      let columns = piece.text.cellWidth
      guard let mark = piece.mark else { return String(repeating: " ", count: columns) }
      let length = piece.text.trimmed.cellWidth
      return "\(Self.sign(of: mark))".padded(with: rule, to: max(length, 1)).padded(to: columns)
    }.joined()
  }

  /// The number of a mark, and a letter behind the ninth.
  package static func sign(of mark: Int) -> Character {
    signs.indices.contains(mark) ? signs[mark] : "+"
  }

  private static let signs = Array("123456789abcdefghijklmnopqrstuvwxyz")

  /// Pieces up to and with each blank.
  private var words: [[Piece]] {
    var words: [[Piece]] = [[]]
    for piece in pieces {
      var text = ""
      for character in piece.text {
        text.append(character)
        guard character == " " else { continue }
        words[words.count - 1].append(Piece(text, mark: piece.mark))
        words.append([])
        text = ""
      }
      if !text.isEmpty { words[words.count - 1].append(Piece(text, mark: piece.mark)) }
    }
    return words.filter { !$0.isEmpty }
  }
}

extension [MarkedText.Piece] {
  /// Neighbours of one mark as one, so that a rule goes on below the blanks in it.
  fileprivate var joined: [MarkedText.Piece] {
    reduce(into: []) { result, piece in
      if let last = result.last, last.mark == piece.mark {
        result[result.count - 1].text += piece.text
      } else {
        result.append(piece)
      }
    }
  }
}

extension String {
  fileprivate func padded(with sign: Character, to width: Int) -> String {
    self + String(repeating: sign, count: Swift.max(0, width - count))
  }
}

extension EquationPairs {
  /// Columns that an equation takes at most before it is broken.
  private static let widest = 60

  /// Both pages beside each other, and what the marks mean.
  func lines(_ ours: String, _ theirs: String) -> [String] {
    let rows = rows.map { (($0.ours?.lines(width: Self.widest) ?? []), ($0.theirs?.lines(width: Self.widest) ?? [])) }
    let width = max(rows.flatMap(\.0).map(\.columns).max() ?? 0, ours.cellWidth)
    let body = rows.flatMap { row in
      (0..<max(row.0.count, row.1.count)).flatMap { index -> [String] in
        let our = row.0.indices.contains(index) ? row.0[index] : MarkedText([])
        let their = row.1.indices.contains(index) ? row.1[index] : MarkedText([])
        let signs = (our.signs(rule: "─"), their.signs(rule: "─"))
        let below = signs == (nil, nil) ? [] : [Self.line(signs.0 ?? "", signs.1 ?? "", width)]
        return [Self.line(our.text, their.text, width)] + below
      }
    }
    return [Self.line(ours, theirs, width)] + body + (keys.isEmpty ? [] : [key])
  }

  private static func line(_ left: String, _ right: String, _ width: Int) -> String {
    let line = "  \(left.padded(to: width)) │ \(right)"
    return String(line.reversed().drop { $0 == " " }.reversed())
  }

  /// `1 c̃ as h̃, 2 x`.
  package var key: String {
    keys.enumerated().map { mark, key in
      let (ours, theirs) = (key.ours.joined(separator: " and "), key.theirs.joined(separator: " and "))
      return "\(MarkedText.sign(of: mark)) \(ours)" + (ours == theirs ? "" : " as \(theirs)")
    }.joined(separator: ", ")
  }
}
