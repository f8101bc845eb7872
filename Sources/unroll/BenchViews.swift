// unroll bench views: what a key costs on a long run, from the key to the finished picture of the screen.

import Catalogue
import Cells
import Debugger
import Equations
import Glibc
import Views

/// Measures the interface on a sheet of the catalogue.
struct BenchViews {
  let sheet: String
  let units: Int
  let steps: Int
  let repeats: Int

  private static let (width, height) = (200, 60)

  /// One of the measured situations, and milliseconds a key in it.
  struct Figure {
    var name: String
    var milliseconds: Double
  }

  func figures(_ catalogue: Catalogue) throws(CommandError) -> [Figure] {
    let session = try session(catalogue)
    var figures: [Figure] = []
    for view in ViewKind.allCases {
      figures.append(
        Figure(name: view.name, milliseconds: milliseconds(session, ["layout equations | \(view.name) | lines"])))
    }
    figures.append(Figure(name: "default", milliseconds: milliseconds(session, [])))
    figures.append(Figure(name: "whole run", milliseconds: milliseconds(session, [], keys: [.function(12)])))
    return figures
  }

  private func session(_ catalogue: Catalogue) throws(CommandError) -> Session {
    let sheet: Sheet
    do throws(CatalogueError) {
      sheet = try catalogue.sheet(self.sheet)
    } catch {
      throw .catalogue(error)
    }
    return try Session(Material(sheet: try long(sheet), settings: ["H": Double(units)], weights: nil, feed: .example))
  }

  /// The sheet with an example of many steps in place of its own.
  private func long(_ sheet: Sheet) throws(CommandError) -> Sheet {
    let rest = sheet.items.filter { item in
      if case .example = item.kind { false } else { true }
    }
    let input = rest.lazy.compactMap { item -> String? in
      if case .input(let names, _) = item.kind { names.first?.name } else { nil }
    }.first
    let example = "example \(input ?? "x"): noise \(steps) 1\n"
    do throws(SheetErrors) {
      return try SheetParser.parse(Sheet(name: sheet.name, items: rest, text: "").printed + example, name: sheet.name)
    } catch {
      throw .sheet(error)
    }
  }

  /// The median over keys that step, from the middle of the run on, each with its whole picture.
  private func milliseconds(_ session: Session, _ lines: [String], keys: [Key] = []) -> Double {
    var interface = Interface(
      session, theme: Theme(Palette(depth: .truecolor)), width: Self.width, height: Self.height)
    for line in lines + ["goto \(steps / 2)"] {
      for character in line { _ = interface.handle(.character(character)) }
      _ = interface.handle(.enter)
    }
    for key in keys { _ = interface.handle(key) }
    var times: [Double] = []
    var cells = interface.screen.grid.width
    for _ in 0..<max(repeats * 10, 10) {
      let start = monotonicSeconds()
      _ = interface.handle(.right)
      cells += interface.screen.grid.width
      times.append(monotonicSeconds() - start)
    }
    return cells > 0 ? times.sorted()[times.count / 2] * 1000 : 0
  }
}

/// Seconds of a clock that never goes back.
func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
