// What is odd and keeps nothing from running: said on standard error.

import Catalogue
import Equations

enum Warnings {
  /// Those of a sheet, as a compiler shows them, and those of numbers that are NaN or infinite.
  static func lines(_ model: Model, _ values: [ValueWarning] = []) -> [String] {
    model.warnings.map { $0.rendered(name: model.sheet.name, text: model.sheet.text) }
      + values.map { "warning: \($0.description)" }
  }
}
