// What is shown: cells, and what they stand for. A click, a cursor and a tooltip are looked up here.

package import Cells
package import Debugger
package import Evaluation

/// A picture of the interface and the meaning of its parts.
package struct Screen: Sendable {
  package var grid: Grid
  package var regions: [Region] = []
  /// Where the next typed character will stand; nil where nothing is typed.
  package var cursor: (row: Int, column: Int)?

  package init(width: Int, height: Int) { grid = Grid(width: width, height: height) }

  /// What a cell stands for; of regions that overlap, the one added last.
  package func spot(row: Int, column: Int) -> Spot? {
    for region in regions.reversed() where region.area.contains(row: row, column: column) {
      if let spot = region.spot(row: row - region.area.row, column: column - region.area.column) { return spot }
    }
    return nil
  }

  /// The view that a cell belongs to.
  package func view(row: Int, column: Int) -> ViewName? {
    for region in regions.reversed() where region.area.contains(row: row, column: column) {
      if case .view(let name) = region.meaning { return name }
    }
    return nil
  }

  mutating func mark(_ area: Rectangle, _ meaning: Region.Meaning) {
    let area = area.intersection(grid.bounds)
    if !area.isEmpty { regions.append(Region(area: area, meaning: meaning)) }
  }
}

/// The parts that the screen is made of.
package enum ViewName: Hashable, Sendable {
  case title, transcript, lesson, prompt, page, catalogue
  /// A pane of the session, by its place.
  case pane(Int)
}

/// What can be pointed at.
package enum Spot: Hashable, Sendable {
  /// The equation of a quantity.
  case equation(Int)
  /// A quantity as a whole.
  case quantity(Int)
  /// A step, from 0, of the stage of a quantity.
  case step(Int, quantity: Int)
  /// Entries of a quantity at a step, all from 0; several where they share a cell.
  case entries(Range<Int>, quantity: Int, step: Int?)
  /// Entries of a tensor, by rows and columns from 0, at a step if it moves.
  case cells(rows: Range<Int>, columns: Range<Int>, tensor: ShownTensor.Source, step: Int?)
  /// A number that is explained: where it came from.
  case cause(Explanation.Address)
  /// A row of the catalogue.
  case catalogue(Int)
}

/// A part of the screen and what it stands for.
package struct Region: Hashable, Sendable {
  package enum Meaning: Hashable, Sendable {
    case view(ViewName)
    case spot(Spot)
    /// Steps side by side, each so many columns wide.
    case steps(StepWindow, width: Int, quantity: Int)
    /// Rows of entries; with steps, a column of tiles for each.
    case entries(rows: [Range<Int>], steps: StepWindow?, width: Int, quantity: Int)
    /// Tiles of a matrix: the rows of each line and the columns of each tile, so many columns wide.
    case cells(rows: [Range<Int>], columns: [Range<Int>], width: Int, tensor: ShownTensor.Source, step: Int?)
    /// Tiles of weights: what looks on each line and what is looked at in each tile, so many columns wide.
    case weights(queries: [Range<Int>], keys: [Range<Int>], width: Int, head: Int, form: Attention.Form, layer: Int?)
  }

  package var area: Rectangle
  package var meaning: Meaning

  /// What a place in it stands for, counted from its upper left corner.
  func spot(row: Int, column: Int) -> Spot? {
    switch meaning {
    case .view: return nil
    case .spot(let spot): return spot
    case .steps(let steps, let width, let quantity):
      let step = steps.steps(of: column / max(width, 1)).lowerBound
      return steps.steps.contains(step) ? .step(step, quantity: quantity) : nil
    case .entries(let rows, let steps, let width, let quantity):
      guard rows.indices.contains(row) else { return nil }
      guard let steps else { return .entries(rows[row], quantity: quantity, step: nil) }
      let step = steps.steps(of: column / max(width, 1)).lowerBound
      return steps.steps.contains(step) ? .entries(rows[row], quantity: quantity, step: step) : nil
    case .cells(let rows, let columns, let width, let tensor, let step):
      let place = column / max(width, 1)
      guard rows.indices.contains(row), columns.indices.contains(place) else { return nil }
      return .cells(rows: rows[row], columns: columns[place], tensor: tensor, step: step)
    case .weights(let queries, let keys, let width, let head, let form, let layer):
      let place = column / max(width, 1)
      guard queries.indices.contains(row), keys.indices.contains(place) else { return nil }
      let (query, key) = (queries[row], keys[place])
      switch form {
      case .steps: return .entries(key, quantity: head, step: query.lowerBound)
      case .columns: return .cells(rows: key, columns: query, tensor: .quantity(head), step: layer)
      case .rows: return .cells(rows: query, columns: key, tensor: .quantity(head), step: layer)
      }
    }
  }
}
