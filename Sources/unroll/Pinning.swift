// --pin, for every subcommand that runs a model.

import Debugger
import Equations
import Evaluation

extension Model {
  /// The model with pins as they were typed.
  func pinned(_ texts: [String]) throws(CommandError) -> Model {
    var list: [Pin] = []
    for text in texts {
      do throws(CommandError) {
        list.append(try PinReader.read(text, self))
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
