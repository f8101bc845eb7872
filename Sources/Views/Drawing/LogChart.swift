// Several lines of lengths over steps, on one logarithmic scale: an axis with its decades, a sign for each line, and below
// what each line is and has where one points.

import Cells
import Debugger
import Glibc

/// A chart of lines.
struct LogChart {
  struct Line {
    var name: String
    /// One for each column; 0 for none.
    var lengths: [Double]
    /// What the line has at the place that is pointed at.
    var here: Double?
  }

  let lines: [Line]
  let theme: Theme
  let tileWidth: Int
  /// The column that is pointed at.
  let pointed: Int?

  /// Columns of the axis with its numbers.
  static let axis = 6
  /// What is smaller than the largest by so many decades lies at the bottom.
  private static let mostDecades = 12

  private var decades: ClosedRange<Int> {
    let all = lines.flatMap(\.lengths).filter { $0 > 0 && $0.isFinite }
    guard let low = all.min(), let high = all.max() else { return -1...0 }
    let top = Int(log10(high).rounded(.up))
    let bottom = max(Int(log10(low).rounded(.down)), top - Self.mostDecades)
    return min(bottom, top - 1)...top
  }

  /// - `area`: of the axis and the lines, without the legend.
  func draw(in area: Rectangle, on grid: inout Grid) {
    guard area.height >= 2, area.width > Self.axis else { return }
    let decades = decades
    drawAxis(decades, in: area, on: &grid)
    let plot = area.inset(left: Self.axis)
    if let pointed { drawPointer(pointed, in: plot, on: &grid) }
    // The first line last: where lines meet it is the one that is seen.
    for (index, line) in lines.enumerated().reversed() {
      for column in line.lengths.indices where line.lengths[column] > 0 {
        let length = line.lengths[column]
        let sign = length.isFinite ? marker(index) : theme.glyphs.positiveInfinity
        for part in 0..<tileWidth {
          let place = plot.column + column * tileWidth + (tileWidth - 1) / 2 + part
          guard place < plot.columns.upperBound, let between = line.length(column, part, of: tileWidth) else { break }
          grid.put(sign, row: plot.row + row(between, decades, plot.height), column: place, style: style(index))
        }
      }
    }
  }

  private func row(_ length: Double, _ decades: ClosedRange<Int>, _ height: Int) -> Int {
    guard length.isFinite else { return 0 }
    let share = (Double(decades.upperBound) - log10(length)) / Double(decades.count - 1)
    return min(max(Int((share * Double(height - 1)).rounded()), 0), height - 1)
  }

  private func drawAxis(_ decades: ClosedRange<Int>, in area: Rectangle, on grid: inout Grid) {
    for row in area.rows {
      grid.put(theme.glyphs.vertical, row: row, column: area.column + Self.axis - 1, style: theme.quiet)
    }
    let apart = max(1, ((decades.count - 1) * 2 + area.height - 1) / max(area.height, 1))
    for decade in stride(from: decades.upperBound, through: decades.lowerBound, by: -apart) {
      let row = area.row + self.row(pow10(decade), decades, area.height)
      grid.write(
        TextLayout.pad(Self.label(decade), to: Self.axis - 1, .right), row: row, column: area.column,
        style: theme.plain)
      grid.put(theme.glyphs.teeLeft, row: row, column: area.column + Self.axis - 1, style: theme.quiet)
    }
  }

  private static func label(_ decade: Int) -> String {
    switch decade {
    case 0...3: "1" + String(repeating: "0", count: decade)
    case -2...(-1): "0." + String(repeating: "0", count: -decade - 1) + "1"
    default: "1e\(decade)"
    }
  }

  private func drawPointer(_ column: Int, in plot: Rectangle, on grid: inout Grid) {
    let place = plot.column + column * tileWidth + (tileWidth - 1) / 2
    guard place < plot.columns.upperBound else { return }
    for row in plot.rows { grid.put(theme.glyphs.dot, row: row, column: place, style: theme.quiet) }
  }

  private func marker(_ index: Int) -> Character {
    theme.glyphs.markers[index % theme.glyphs.markers.count]
  }

  private func style(_ index: Int) -> Style { index == 0 ? theme.strong : theme.plain }

  // MARK: legend

  /// The lines' names and numbers, in as many rows of a width as they take.
  func legend(width: Int) -> [[StyledText]] {
    var rows: [[StyledText]] = []
    var used = Int.max
    for (index, line) in lines.enumerated() {
      let number = line.here.map { " \(ValueText.significant($0, digits: 3))" } ?? ""
      let text = theme.clip("\(line.name)\(number)", max(width - 2, 1))
      let columns = text.columns + 2
      if used > width - columns - Self.gap {
        rows.append([])
        used = 0
      } else {
        rows[rows.count - 1].append(StyledText(String(repeating: " ", count: Self.gap), theme.plain))
        used += Self.gap
      }
      rows[rows.count - 1] += [StyledText("\(marker(index)) ", style(index)), StyledText(text, style(index))]
      used += columns
    }
    return rows
  }

  private static let gap = 3
}

extension LogChart.Line {
  /// A length on the straight way to the next column; nil where there is none.
  fileprivate func length(_ column: Int, _ part: Int, of parts: Int) -> Double? {
    let length = lengths[column]
    guard part > 0 else { return length }
    guard lengths.indices.contains(column + 1), lengths[column + 1] > 0, lengths[column + 1].isFinite,
      length.isFinite
    else { return nil }
    return length * pow(lengths[column + 1] / length, Double(part) / Double(parts))
  }
}

private func pow10(_ exponent: Int) -> Double { pow(10, Double(exponent)) }
