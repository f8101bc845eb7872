// --pin, for every subcommand that runs a model.

import Debugger
import Equations
import Evaluation

extension Model {
  /// The model with pins as they were typed, for a run on these values.
  func pinned(_ texts: [String], for values: RunValues<some Scalar>) throws(CommandError) -> Model {
    guard !texts.isEmpty else { return self }
    let counts: [Int]
    do throws(RunError) {
      counts = try values.stepCounts(self)
    } catch {
      throw .run(error)
    }
    var list: [Pin] = []
    for text in texts {
      do throws(CommandError) {
        let pin = try PinReader.read(text, self)
        try PinReader.check(pin, stepCount: counts[quantities[pin.quantity].stage])
        list.append(pin)
      } catch {
        throw .message("--pin '\(text)': \(error.description)")
      }
    }
    do throws(SheetErrors) {
      return try pinned(list)
    } catch {
      throw .sheet(error)
    }
  }
}
