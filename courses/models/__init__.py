"""What is taught (`content`) and who learned it (`records`); the first never knows the second."""

from courses.models.content import BankQuestion, CatalogPage, CoursePage, LessonPage, LoadedItem, ModulePage

__all__ = ["BankQuestion", "CatalogPage", "CoursePage", "LessonPage", "LoadedItem", "ModulePage"]
