import Catalogue
import Debugger

func runInteractively(_ session: Session, _ catalogue: Catalogue) throws(CommandError) {
  try PlainREPL(session: session, catalogue: catalogue, json: false).run(.terminal)
}
