// What commands ask for that touches files.

import Catalogue
import Debugger
import Equations
import Formats

/// Does what a command asked for and gives the session that follows; nil where the program is to end.
func perform(_ effect: Effect, on session: Session, _ catalogue: Catalogue) throws(CommandError) -> Session? {
  switch effect {
  case .quit: return nil
  case .open(let name): return try openSession(name, catalogue)
  case .loadWeights(let path):
    let file = try tensors(path)
    return try session.remade { $0.weights = file }
  case .loadInputs(let path):
    let file = try tensors(path)
    return try session.remade { $0.feed = .file(file) }
  }
}

/// A session on a sheet of the catalogue or at a path, with the weights and the example that come with it.
func openSession(_ name: String, _ catalogue: Catalogue) throws(CommandError) -> Session {
  let material: Material
  do throws(CatalogueError) {
    let sheet = try catalogue.sheet(name)
    material = Material(sheet: sheet, weights: try catalogue.weights(for: sheet), feed: .example)
  } catch {
    throw .catalogue(error)
  }
  return try Session(material)
}

private func tensors(_ path: String) throws(CommandError) -> TensorFile {
  do throws(CatalogueError) {
    return try openTensors(path)
  } catch {
    throw .catalogue(error)
  }
}
