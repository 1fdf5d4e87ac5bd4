from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from media.remaking import remake_library
from media.tasks import ring


class Command(BaseCommand):
    help = "Encode all videos anew under the current plan, while the workers have nothing else to do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, help="so many videos at most")
        parser.add_argument("--with-tool", action="store_true", help="also those made with another version of ffmpeg")

    def handle(self, *args: Any, **options: Any) -> None:
        count = remake_library(with_tool=options["with_tool"], limit=options["limit"])
        ring(count)
        self.stdout.write(f"{count} video menunggu diolah ulang.")
