"""Addresses of the ledger page and the report."""

from django.urls import path

from hefa.report import document_views, ledger_views, views
from hefa.report.papers import views as paper_views
from hefa.report.sheets import views as sheet_views

app_name = "report"
urlpatterns = [
    path("", views.board, name="board"),
    path("controls/<str:control_id>/", views.control, name="control"),
    path("documents/", document_views.documents, name="documents"),
    path("documents/report.pdf", document_views.pdf, name="pdf"),
    path("documents/report.xlsx", document_views.xlsx, name="xlsx"),
    path("sheets/columns/", sheet_views.register_columns, name="register_columns"),
    path("sheets/xlsx/", sheet_views.register_xlsx, name="register_xlsx"),
    path("sheets/exports/", sheet_views.register_exports, name="register_exports"),
    path("sheets/exports/<int:pk>/", sheet_views.register_file, name="register_file"),
    path("sheets/<str:number>/timeline/", sheet_views.timeline, name="timeline"),
    path("sheets/<str:number>/print/", paper_views.print_sheet, name="print_sheet"),
    path("ledger/", ledger_views.ledger, name="ledger"),
    path("ledger/verify/", ledger_views.verify_ledger, name="verify_ledger"),
    path("ledger/checkpoint/", ledger_views.sign_checkpoint, name="sign_checkpoint"),
    path("ledger/checkpoint.txt", ledger_views.checkpoint_text, name="checkpoint_text"),
    path("ledger/<int:seq>/proof/", ledger_views.proof, name="proof"),
    path("ledger/<int:seq>/proof.txt", ledger_views.proof_text, name="proof_text"),
]
